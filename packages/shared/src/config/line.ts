import type { SourcePosition, SourceRange } from "./source.ts";

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

/** Where the character at an offset of the line's text is; the start of the line when `text` is not exact. */
export const positionAt = (line: Line, offset: number): SourcePosition => ({
  line: line.number,
  column: (line.exact ? offset : 0) + 1,
});

/** Where what starts and ends at these offsets ends; the end of the line when `text` is not exact. */
export const positionAfter = (line: Line, start: number, end: number): SourcePosition => ({
  line: line.number,
  column: (line.exact ? Math.max(start, end) : line.width) + 1,
});

/** `start` and `end` are offsets in the line's text, from 0. */
export const lineRange = (line: Line, start: number, end: number): SourceRange => ({
  path: line.path,
  start: positionAt(line, start),
  end: positionAfter(line, start, end),
});
