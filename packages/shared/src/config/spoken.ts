import type { Language } from "../base/language.ts";
import { chineseMessage, chinesePlan, chineseReason, chineseSuggestion } from "./chinese/chinese.ts";
import { CODES } from "./codes.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { DiagnosticWords } from "./render-diagnostic.ts";

/** A text for people and the language it is in: English where the reader's was not to be had. */
export interface Spoken {
  readonly text: string;
  readonly language: Language;
}

const inEnglish = (text: string): Spoken => ({ text, language: "en" });
const orEnglish = (text: string, chinese: string | null): Spoken =>
  chinese === null ? inEnglish(text) : { text: chinese, language: "zh-CN" };

/** A message without a Chinese form gets what its code means in Chinese behind it. */
export const messageIn = ({ code, message }: Pick<Diagnostic, "code" | "message">, language: Language): Spoken => {
  if (language === "en") return inEnglish(message);
  const chinese = chineseMessage(code, message);
  const meaning = CODES[code]?.zh;
  return chinese === null && meaning !== undefined
    ? inEnglish(`${message}（${meaning}）`)
    : orEnglish(message, chinese);
};

export const suggestionIn = (suggestion: string, language: Language): Spoken =>
  language === "en" ? inEnglish(suggestion) : orEnglish(suggestion, chineseSuggestion(suggestion));

/** The sentence of a planned change. */
export const planIn = (sentence: string, language: Language): Spoken =>
  language === "en" ? inEnglish(sentence) : orEnglish(sentence, chinesePlan(sentence));

/** The reason of a rewrite. */
export const reasonIn = (reason: string, language: Language): Spoken =>
  language === "en" ? inEnglish(reason) : orEnglish(reason, chineseReason(reason));

/** For a terminal, where nothing marks the language of a text. */
export const chineseDiagnostic = (diagnostic: Diagnostic): DiagnosticWords => ({
  severity: diagnostic.severity === "error" ? "错误" : "警告",
  message: messageIn(diagnostic, "zh-CN").text,
  ...(diagnostic.suggestion === undefined ? {} : { suggestion: suggestionIn(diagnostic.suggestion, "zh-CN").text }),
});
