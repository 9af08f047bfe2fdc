import type { SourceText } from "../source.ts";

/** The lines of a text without their ends (LF or CRLF) and without a byte-order mark. */
export function* rawLines(source: SourceText): Generator<{ readonly number: number; readonly text: string }> {
  const { text } = source;
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let number = 1; start <= text.length; number++) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const withoutCr = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    yield { number, text: text.slice(start, withoutCr) };
    start = end + 1;
  }
}
