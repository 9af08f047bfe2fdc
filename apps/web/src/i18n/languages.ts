export const LANGUAGES = ["en", "zh-CN"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first of the reader's languages that the page speaks; any Chinese is taken as zh-CN. */
export const pickLanguage = (stored: string | null, wanted: readonly string[]): Language => {
  for (const tag of stored === null ? wanted : [stored, ...wanted]) {
    const lower = tag.toLowerCase();
    if (lower === "zh" || lower.startsWith("zh-")) return "zh-CN";
    if (lower === "en" || lower.startsWith("en-")) return "en";
  }
  return "en";
};
