import type { SourcePosition } from "@baton/shared/config/source.ts";
import type { Text } from "@codemirror/state";

/** The offset of a position, moved into the text where it is outside. */
export const offsetOf = (text: Text, { line, column }: SourcePosition): number => {
  if (line > text.lines) return text.length;
  const found = text.line(Math.max(1, line));
  return Math.min(found.from + Math.max(0, column - 1), found.to);
};
