import { millis } from "../../base/duration.ts";
import { statementRange } from "../ast.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { FileCheck } from "../model-checks.ts";
import type { CheckReader } from "./check-reader.ts";
import { type Complaints, entryOf, stringOf } from "./reader.ts";
import { weightOptions } from "./weight.ts";

const MAX_WEIGHT = 999;

/** FILE_CHECK. It has no timers: the file is watched. */
export const compileFileCheck = (
  entry: BoundEntry,
  block: BoundBlock,
  check: CheckReader,
  say: Complaints,
): FileCheck | null => {
  const name = stringOf(block, "track_file");
  if (name === null) {
    say.error(entry.keyword, "config.missing-value", "this FILE_CHECK has no 'track_file'");
    return null;
  }
  const weight = entryOf(block, "weight");
  return {
    kind: "FILE_CHECK",
    range: statementRange(entry.statement),
    ...check.timers({ retry: 0, delayBeforeRetry: 1 }),
    // A probe of it ends when the number changes; the next one begins at once.
    retry: 0,
    delayBeforeRetry: millis(0),
    delayLoop: millis(0),
    warmup: millis(0),
    file: name,
    factor: weight ? weightOptions(weight.args, { weight: 0, reverse: false }, MAX_WEIGHT, say, true) : null,
  };
};
