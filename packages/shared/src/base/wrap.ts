import { widthOf } from "./cell-width.ts";

/** A word with the blanks in front, or one character of a script that has no blanks, with the signs that end it. */
const PIECE = /\s*(?:[^\s\u2e80-\u{3ffff}]+|[\u2e80-\u{3ffff}])[，。；：、）”]*/gu;

/** Lines of at most so many cells. Chinese may be broken behind any character, but no line begins with a closing sign. */
export const wrap = (text: string, width: number): string => {
  const lines: string[] = [];
  let line = "";
  for (const [piece] of text.matchAll(PIECE)) {
    if (line !== "" && widthOf(line + piece) > width) {
      lines.push(line);
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, line].join("\n");
};
