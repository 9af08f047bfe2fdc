import { type Language, languageOf } from "@baton/shared/base/language.ts";
import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { type EditorFix, fixOf } from "@baton/shared/config/editor-fix.ts";
import { messageIn, reasonIn, type Spoken, suggestionIn } from "@baton/shared/config/spoken.ts";
import type { TFunction } from "i18next";

/** A text in the page's language, or in English with `lang` to say so. */
export interface Marked {
  readonly text: string;
  readonly lang: "en" | undefined;
}

const marked = ({ text, language }: Spoken, page: Language): Marked => ({
  text,
  lang: language === page ? undefined : "en",
});

/** `page`: the page's language, as i18next has it. */
export const messageOf = (diagnostic: Diagnostic, page: string): Marked => {
  const language = languageOf(page) ?? "en";
  return marked(messageIn(diagnostic, language), language);
};

export const suggestionOf = ({ suggestion }: Diagnostic, page: string): Marked | null => {
  const language = languageOf(page) ?? "en";
  return suggestion === undefined ? null : marked(suggestionIn(suggestion, language), language);
};

/** Of a rewrite. */
export const reasonOf = (reason: string, page: string): Marked => {
  const language = languageOf(page) ?? "en";
  return marked(reasonIn(reason, language), language);
};

/** Both, for a tooltip. */
export const sentenceOf = (diagnostic: Diagnostic, page: string): string =>
  [messageOf(diagnostic, page), suggestionOf(diagnostic, page)].flatMap((each) => each?.text ?? []).join("\n");

/** What the one click does; null where it takes a person. */
export const fixLabel = (diagnostic: Diagnostic, t: TFunction): string | null => {
  const fix = fixOf(diagnostic);
  return fix ? labelOf(fix, t) : null;
};

const labelOf = ({ kind, text }: EditorFix, t: TFunction): string => {
  if (kind === "remove") return t("config.fix.remove");
  if (kind === "replace") return t("config.fix.replace", { text });
  return text === "\n" ? t("config.fix.newLine") : t("config.fix.insert", { text: text.trim() });
};
