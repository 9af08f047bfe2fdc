import { chinese } from "./chinese.mjs";

/*
 * What set-up and `npm start` say to people, in the language of the locale. These scripts run on the system's Node
 * without any package, so this is by itself; packages/shared/src/base/choose-language.ts has the same rule.
 */

/** Chinese for a Chinese locale (POSIX, XBD section 8.2) whose character set is UTF-8. */
export function speaksChinese({ LC_ALL, LC_MESSAGES, LANG }) {
  const locale = LC_ALL || LC_MESSAGES || LANG || "C";
  const charset = /\.([^@]*)/.exec(locale)?.[1];
  return /^zh([-_.@]|$)/i.test(locale) && (charset === undefined || /^utf-?8$/i.test(charset));
}

/** The text in Chinese; as it is where no pattern fits. */
export function inChinese(text) {
  for (const [pattern, said] of chinese) if (pattern.test(text)) return text.replace(pattern, said);
  return text;
}

export const say = (text) => (speaksChinese(process.env) ? inChinese(text) : text);
