import { fromSeconds } from "../../base/duration.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { MiscCheck } from "../model-checks.ts";
import type { CheckReader } from "./check-reader.ts";
import { type Complaints, entryOf, flagOf, numberOf } from "./reader.ts";
import { compileScriptLine, compileUser } from "./script-command.ts";

/** MISC_CHECK: keepalived does not retry, and gives the program as long as the virtual server's delay_loop. */
export const compileMiscCheck = (
  entry: BoundEntry,
  block: BoundBlock,
  check: CheckReader,
  say: Complaints,
): MiscCheck | null => {
  const path = entryOf(block, "misc_path");
  if (!path) {
    say.error(entry.keyword, "config.missing-value", "this MISC_CHECK has no 'misc_path'");
    return null;
  }
  const user = compileUser(entryOf(block, "user")?.args ?? [], say);
  const command = compileScriptLine(path, user, say);
  if (!command) return null;
  return {
    kind: "MISC_CHECK",
    ...check.timers({ retry: 0, delayBeforeRetry: 1 }),
    command,
    timeout: fromSeconds(numberOf(block, "misc_timeout") ?? check.serviceLoop()),
    dynamic: flagOf(block, "misc_dynamic") ?? false,
  };
};
