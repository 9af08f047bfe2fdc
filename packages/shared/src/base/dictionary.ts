import { fillIn, type Template, templateOf, valuesIn } from "./template.ts";

/** Templates of one language and what they are in the other; both have the same fields. */
export type Phrases = Readonly<Record<string, string>>;

/** What a field's text is in the other language; null: a field of this kind never holds such a text. */
export type FieldKind = (text: string) => string | null;

/** Says a sentence in the other language; null when it fits no template. */
export type Dictionary = (sentence: string) => string | null;

/** A field `{n2}` is of the kind `n`. */
export const kindOf = (field: string): string => field.replace(/\d+$/, "");

interface Entry {
  readonly from: Template;
  readonly to: Template;
}

/** Longer sentences are not looked at; no honest one is. */
const LONGEST = 4000;

const say = ({ from, to }: Entry, sentence: string, kinds: Readonly<Record<string, FieldKind>>): string | null => {
  const values = valuesIn(from, sentence, (field, text) => kinds[kindOf(field)]?.(text) ?? null);
  return values && fillIn(to, (field) => values[from.fields.indexOf(field)] ?? "");
};

/** Templates are taken apart at the first use: most runs say nothing of what a table has. */
export const createDictionary = (phrases: Phrases, kinds: Readonly<Record<string, FieldKind>>): Dictionary => {
  let entries: readonly Entry[] | null = null;
  return (sentence) => {
    if (sentence.length > LONGEST) return null;
    entries ??= Object.entries(phrases).map(([from, to]) => ({ from: templateOf(from), to: templateOf(to) }));
    for (const entry of entries) {
      const said = say(entry, sentence, kinds);
      if (said !== null) return said;
    }
    return null;
  };
};
