import type { SourceText } from "../source.ts";

/** How far a text has been read; who takes a line may move on past lines that it knows already. */
export interface LineCursor {
  readonly text: string;
  /** Offset of the next line. */
  next: number;
  /** The line taken last, from 1. */
  number: number;
  /** How many lines so far were more than plain text: directives, macros, or longer than is accepted. */
  specials: number;
}

/**
 * Calls `take` with each line, without its end (LF or CRLF) and without a byte-order
 * mark, until it answers false.
 */
export const forEachLine = (
  { text }: SourceText,
  take: (line: string, number: number, cursor: LineCursor) => boolean,
): void => {
  const cursor: LineCursor = { text, next: text.charCodeAt(0) === 0xfeff ? 1 : 0, number: 0, specials: 0 };
  while (cursor.next < text.length) {
    const start = cursor.next;
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const withoutCr = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    cursor.next = end + 1;
    cursor.number++;
    if (!take(text.slice(start, withoutCr), cursor.number, cursor)) return;
  }
};
