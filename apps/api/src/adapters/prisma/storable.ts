/**
 * Text as PostgreSQL can hold it: it refuses NUL, and JSON with half a surrogate pair. An event with either would
 * otherwise come again and again and block all that wait behind it.
 */
export const storableText = (text: string): string =>
  text.replaceAll("\u0000", "\uFFFD").replace(/\p{Surrogate}/gu, "\uFFFD");

type Scalars = Readonly<Record<string, string | number | boolean | null>>;

export const storableRecord = (record: Scalars): Record<string, string | number | boolean | null> =>
  Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      storableText(key),
      typeof value === "string" ? storableText(value) : value,
    ]),
  );
