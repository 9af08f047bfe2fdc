import { createDictionary, type FieldKind } from "../../base/dictionary.ts";
import { chineseHelp } from "./keyword-help.ts";
import { PARTS } from "./part-phrases.ts";

const shaped =
  (shape: RegExp): FieldKind =>
  (text) =>
    shape.test(text) ? text : null;

/** Anything that stands in the file, or what the system says: the same in every language. */
const asItIs: FieldKind = (text) => text;

/**
 * What fields hold; `{n2}` is of the kind `n`. Those of the table PARTS are English themselves and said in Chinese
 * too: `{setting}`, `{service}`.
 */
export const KINDS: Record<string, FieldKind> = {
  n: shaped(/^[+-]?[\d.]{1,30}$/),
  keyword: shaped(/^[\w-]{1,60}$/),
  address: shaped(/^[\w.:%/-]{1,100}$/),
  interface: shaped(/^\S{1,60}$/),
  block: asItIs,
  list: asItIs,
  name: asItIs,
  program: asItIs,
  text: asItIs,
  word: asItIs,
  help: chineseHelp,
};
// A part may have parts in its turn, so they share the table.
for (const [kind, phrases] of Object.entries(PARTS)) KINDS[kind] = createDictionary(phrases, KINDS);
