/** A text with the name users know it by. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Line and column count from 1; the column counts UTF-16 code units, as editors do. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** From `start` up to, not including, `end`. */
export interface SourceRange {
  readonly path: string;
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}
