import type { SourceRange } from "./source.ts";

/** One line to be parsed. After a macro was put in, columns of `text` are no longer columns of the file. */
export interface Line {
  readonly path: string;
  /** In the file, from 1. */
  readonly number: number;
  readonly text: string;
  /** True when `text` is the file's own line, comment included; false when it was put together. */
  readonly exact: boolean;
  /** Length of the file's own line, for a range when `text` is not exact. */
  readonly width: number;
}

/** `start` and `end` are offsets in the line's text, from 0. */
export const lineRange = (line: Line, start: number, end: number): SourceRange => {
  const from = line.exact ? start : 0;
  const to = line.exact ? end : line.width;
  return {
    path: line.path,
    start: { line: line.number, column: from + 1 },
    end: { line: line.number, column: Math.max(from, to) + 1 },
  };
};
