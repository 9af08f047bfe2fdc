/** What Baton speaks to people. */
export const LANGUAGES = ["en", "zh-CN"] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of a tag ("zh-TW") or of a POSIX locale ("zh_CN.UTF-8"); any Chinese is zh-CN. Null: another one. */
export const languageOf = (tag: string): Language | null => {
  const [primary] = tag.toLowerCase().split(/[-_.@]/);
  if (primary === "zh") return "zh-CN";
  return primary === "en" ? "en" : null;
};
