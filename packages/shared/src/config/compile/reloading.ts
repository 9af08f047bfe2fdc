import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { GlobalDefs } from "../model.ts";
import { type Complaints, entryOf } from "./reader.ts";

const pathOf = (entry: BoundEntry | null, say: Complaints): string | null => {
  const word = entry?.args[0];
  if (!word) return null;
  if (word.value.startsWith("/")) return word.value;
  say.error(word, "config.bad-value", `'${word.value.slice(0, 60)}' is not an absolute path`);
  return null;
};

/** keepalived's: among its pid files, with the name of the instance where there is one. */
const defaultFile = (root: BoundBlock): string => {
  const instance = entryOf(root, "instance")?.args[0]?.value;
  if (instance !== undefined) return `/run/keepalived/keepalived_${instance}.reload`;
  return entryOf(root, "use_pid_dir") ? "/run/keepalived/keepalived.reload" : "/run/keepalived.reload";
};

/** When a reload comes by itself, and what tells that one is under way. */
export const compileReloading = (
  root: BoundBlock,
  globals: BoundBlock | null,
  say: Complaints,
): Pick<GlobalDefs, "timedReload" | "reloadFile"> => {
  const file = pathOf(entryOf(globals, "reload_time_file"), say);
  const entry = entryOf(globals, "reload_file");
  const reloadFile = entry && (entry.args.length === 0 ? defaultFile(root) : pathOf(entry, say));
  return {
    ...(file === null ? {} : { timedReload: { file, repeat: entryOf(globals, "reload_repeat") !== null } }),
    ...(reloadFile === null ? {} : { reloadFile }),
  };
};
