import type { SourceText } from "../source.ts";

/**
 * Calls `take` with each line, without its end (LF or CRLF) and without a byte-order
 * mark, until it answers false.
 */
export const forEachLine = (source: SourceText, take: (text: string, number: number) => boolean): void => {
  const { text } = source;
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let number = 1; start < text.length; number++) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const withoutCr = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    if (!take(text.slice(start, withoutCr), number)) return;
    start = end + 1;
  }
};
