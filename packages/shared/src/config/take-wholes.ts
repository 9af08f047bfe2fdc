import type { Binder } from "./bind.ts";
import type { ServiceReader } from "./compile/services.ts";
import type { WholeBlocks } from "./parser.ts";
import type { Recollection } from "./read-memory.ts";

/** Hands virtual servers that are known to those who would otherwise have read them, and notes the others. */
export const takeWholes = (recollection: Recollection, binder: Binder, services: ServiceReader): WholeBlocks => ({
  recall: (head, cursor, most) => {
    const known = recollection.find(head, cursor, most);
    if (!known) return null;
    binder.recall(known.entry);
    services.recall(known.server);
    return known.statements;
  },
  keep: (head, from, cursor, size) => {
    const read = services.latest();
    if (read) recollection.keep(head, from, cursor, { ...read, ...size });
  },
});
