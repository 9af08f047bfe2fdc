import type { Result } from "@baton/shared/base/result.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import { assignMarks, type MarkBook, NO_MARKS, withMarks } from "../../core/ipvs/group-marks.ts";
import { emptyMarks, markRules } from "../../core/ipvs/mark-rules.ts";
import { pauseAfter } from "../../core/ipvs/patience.ts";
import type { ServicesMemory } from "../../ports/services-memory.ts";

/** nftables_ipvs: the marks of groups, and the rules that set them, there from the start to the end. */
export interface MarkKeeper {
  /** The model with a mark for each group of addresses; the rules follow by `settle`. */
  take(model: ConfigModel): ConfigModel;
  /** Resolves when the kernel has the rules, or the reason why not has been told. */
  settle(): Promise<void>;
  /** Asks again for rules that were refused, once their pause is over; to be called now and then. */
  retry(): Promise<void>;
  clear(): Promise<void>;
}

export interface MarkKeeperDeps {
  /** Carries out a document of libnftables-json(5), all of it or nothing. */
  readonly runNft: (commands: readonly unknown[]) => Promise<Result<void, string>>;
  /** Monotonic, milliseconds. */
  readonly now: () => number;
  readonly memory: Pick<ServicesMemory, "rules" | "keepRules">;
  readonly log: (line: string) => void;
  readonly tell: (sentence: string) => void;
}

/** What the kernel is to have; null: no rules, since no group wants them. */
interface Rules {
  readonly table: string;
  readonly commands: readonly unknown[] | null;
}

export const createMarkKeeper = ({ runNft, now, memory, log, tell }: MarkKeeperDeps): MarkKeeper => {
  let book: MarkBook = memory.rules ? { marks: new Map(memory.rules.marks) } : NO_MARKS;
  /** What the kernel has, by text, so that the same is not done again; of an earlier process only the table's name is known. */
  let set: { readonly table: string; readonly text: string } | null = memory.rules
    ? { table: memory.rules.table, text: "" }
    : null;
  let wanted: Rules | null = null;
  let working: Promise<void> = Promise.resolve();
  /** How often in a row the rules were refused, and when to ask again. */
  let refused: { readonly times: number; readonly retryAt: number } | null = null;

  const become = async (next: Rules | null): Promise<void> => {
    const commands = next?.commands ?? null;
    const text = commands ? JSON.stringify(commands) : "";
    if (commands === null) refused = null;
    if (!set && commands === null) return;
    if (set && commands !== null && set.table === next?.table && set.text === text) return;
    const before = set && (commands === null || set.table !== next?.table) ? emptyMarks(set.table) : [];
    // Before they are there, so that they are known of whatever happens.
    if (next && commands) memory.keepRules({ table: next.table, marks: [...book.marks] });
    const done = await runNft([...before, ...(commands ?? [])]);
    if (!done.ok) return complain(commands === null, done.error);
    if (refused) log("nftables_ipvs: the rules are there now");
    refused = null;
    set = next && commands ? { table: next.table, text } : null;
    if (!set) memory.keepRules(null);
  };
  const complain = (removing: boolean, why: string): void => {
    if (removing) {
      log(`the rules of nftables_ipvs stay: ${why}`);
      return;
    }
    const times = (refused?.times ?? 0) + 1;
    refused = { times, retryAt: now() + pauseAfter(times) };
    if (times === 1) tell(`no rules for nftables_ipvs: ${why}; groups get no packets, it is tried again`);
  };
  const settle = (): Promise<void> => {
    const next = wanted;
    working = working.then(() => become(next));
    return working;
  };

  return {
    take: (model) => {
      const settings = model.globals.ipvs?.marks;
      book = settings ? assignMarks(book, model.virtualServers, settings.firstMark) : NO_MARKS;
      wanted = settings ? { table: settings.table, commands: markRules(model.virtualServers, book, settings) } : null;
      return settings ? { ...model, virtualServers: withMarks(model.virtualServers, book) } : model;
    },
    settle,
    retry: () => (refused && refused.retryAt <= now() ? settle() : working),
    clear: () => {
      wanted = null;
      refused = null;
      return settle();
    },
  };
};
