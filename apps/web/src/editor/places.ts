import type { SourcePosition } from "@baton/shared/config/source.ts";
import type { Text } from "@codemirror/state";

/** The offset of a position, moved into the text where it is outside. */
export const offsetOf = (text: Text, { line, column }: SourcePosition): number => {
  if (line > text.lines) return text.length;
  const found = text.line(Math.max(1, line));
  return Math.min(found.from + Math.max(0, column - 1), found.to);
};

const visible = (text: string): number => text.replace(/\s/g, "").length;

/** The offset in `after` that `offset` is in `before`, where the two differ in white space only. */
export const samePlace = (before: string, offset: number, after: string): number => {
  let left = visible(before.slice(0, offset));
  for (let at = 0; at < after.length; at++) {
    if (left === 0) return at;
    if (!/\s/.test(after.charAt(at))) left--;
  }
  return after.length;
};
