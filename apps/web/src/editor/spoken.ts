import { CODES } from "@baton/shared/config/codes.ts";
import type { Diagnostic } from "@baton/shared/config/diagnostic.ts";
import { type EditorFix, fixOf } from "@baton/shared/config/editor-fix.ts";
import type { TFunction } from "i18next";

/** The general sentence in the reader's language, or null when only the English one exists. */
export const headingOf = ({ code }: Diagnostic, language: string): string | null =>
  language.startsWith("zh") ? (CODES[code]?.zh ?? null) : null;

export const sentenceOf = (diagnostic: Diagnostic, language: string): string => {
  const heading = headingOf(diagnostic, language);
  const suggestion = diagnostic.suggestion === undefined ? "" : `\n${diagnostic.suggestion}`;
  return `${heading === null ? "" : `${heading}\n`}${diagnostic.message}${suggestion}`;
};

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
