import { millis } from "../../base/duration.ts";
import { statementRange } from "../ast.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { BfdCheck } from "../model-checks.ts";
import type { CheckReader } from "./check-reader.ts";
import { type Complaints, stringOf } from "./reader.ts";

/** BFD_CHECK. It has no timers: the session tells by itself. */
export const compileBfdCheck = (
  entry: BoundEntry,
  block: BoundBlock,
  check: CheckReader,
  say: Complaints,
): BfdCheck | null => {
  const session = stringOf(block, "name");
  if (session === null) {
    say.error(entry.keyword, "config.missing-value", "this BFD_CHECK has no 'name'");
    return null;
  }
  return {
    kind: "BFD_CHECK",
    range: statementRange(entry.statement),
    ...check.timers({ retry: 0, delayBeforeRetry: 1 }),
    // A probe of it ends when the session changes; the next one begins at once.
    retry: 0,
    delayBeforeRetry: millis(0),
    delayLoop: millis(0),
    warmup: millis(0),
    session,
  };
};
