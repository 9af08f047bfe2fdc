/** A sentence with fields, "no advert for {ms} ms", taken apart; literals stand around the fields, one more than those. */
export interface Template {
  readonly literals: readonly string[];
  readonly fields: readonly string[];
}

export const templateOf = (text: string): Template => {
  const parts = text.split(/\{(\w+)\}/);
  return { literals: parts.filter((_, at) => at % 2 === 0), fields: parts.filter((_, at) => at % 2 === 1) };
};

/** What a field's text stands for; null: the field never holds such a text. */
export type ReadField = (field: string, text: string) => string | null;

/** Of a literal that stands in a field's own text too, as a blank does. */
const MOST_TRIES = 5;

/**
 * What the fields of a template hold in a sentence, in their order; null where it does not fit. A field ends where the
 * literal behind it comes next and the text is one for the field; an earlier field is never tried anew, so no sentence
 * makes this slow.
 */
export const valuesIn = (
  { literals, fields }: Template,
  sentence: string,
  read: ReadField,
): readonly string[] | null => {
  const [first = ""] = literals;
  const last = literals.at(-1) ?? "";
  if (fields.length === 0) return sentence === first ? [] : null;
  const until = sentence.length - last.length;
  if (!sentence.startsWith(first) || !sentence.endsWith(last) || until < first.length) return null;
  const values: string[] = [];
  let at = first.length;
  for (const [index, field] of fields.entries()) {
    const isLast = index === fields.length - 1;
    const literal = isLast ? "" : (literals[index + 1] ?? "");
    let end = isLast ? until : sentence.indexOf(literal, at);
    let value: string | null = null;
    for (let tries = 0; value === null; tries++) {
      if (end < 0 || end + literal.length > until || tries === (isLast ? 1 : MOST_TRIES)) return null;
      value = read(field, sentence.slice(at, end));
      if (value === null) end = sentence.indexOf(literal, end + 1);
    }
    values.push(value);
    at = end + literal.length;
  }
  return values;
};

/** Puts values into a template. */
export const fillIn = ({ literals, fields }: Template, said: (field: string) => string): string =>
  literals.map((literal, at) => `${literal}${at < fields.length ? said(fields[at] ?? "") : ""}`).join("");
