import { type Language, languageOf } from "@baton/shared/base/language.ts";

export { LANGUAGES, type Language } from "@baton/shared/base/language.ts";

/** The first of the reader's languages that the page speaks; any Chinese is taken as zh-CN. */
export const pickLanguage = (stored: string | null, wanted: readonly string[]): Language => {
  for (const tag of stored === null ? wanted : [stored, ...wanted]) {
    const language = languageOf(tag);
    if (language !== null) return language;
  }
  return "en";
};
