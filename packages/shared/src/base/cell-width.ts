/** East Asian wide characters take two cells of a terminal (Unicode Standard Annex 11, the common ranges). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Drawn over the character in front, or not at all. */
const WITHOUT_WIDTH = /[\p{Mn}\p{Me}\u200b-\u200d\u2060\ufeff]/u;

/** How many cells of a terminal a text takes. */
export const widthOf = (text: string): number => {
  let width = 0;
  for (const char of text) width += WITHOUT_WIDTH.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return width;
};

/** Blanks behind it up to a width. */
export const padCells = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));
