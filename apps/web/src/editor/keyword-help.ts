import { type KeywordSpec, MAX_SECONDS, type ValueSpec } from "@baton/shared/config/keyword.ts";
import type { TFunction } from "i18next";

export interface HelpLine {
  readonly tone: "plain" | "muted" | "warn" | "bad";
  readonly text: string;
}

/** What the keyword tables say about a keyword, in the reader's language. */
export const keywordHelp = (spec: KeywordSpec, t: TFunction, chinese: boolean): readonly HelpLine[] => {
  const lines: HelpLine[] = [{ tone: "plain", text: chinese ? spec.zh : spec.en }];
  const value = spec.block ? null : valueText(spec.value, t);
  if (value !== null) lines.push({ tone: "muted", text: t("config.help.value", { value }) });
  if (spec.default !== undefined)
    lines.push({ tone: "muted", text: t("config.help.default", { value: spec.default }) });
  if (spec.sameAs !== undefined) lines.push({ tone: "muted", text: t("config.help.sameAs", { name: spec.sameAs }) });
  if (spec.support === "ignored") lines.push({ tone: "warn", text: t("config.help.ignored") });
  if (spec.support === "refused") lines.push({ tone: "bad", text: t("config.help.refused") });
  if (spec.old !== undefined) lines.push({ tone: "warn", text: t("config.help.old") });
  return lines;
};

/** Limits from here on are what a machine can count, and say nothing to a person. */
const ENDLESS = MAX_SECONDS;

/** What stands behind the keyword, in a few words; null when nothing is known about it. */
export const valueText = (value: ValueSpec, t: TFunction): string | null => {
  switch (value.kind) {
    case "none":
      return t("config.value.none");
    case "flag":
      return t("config.value.flag");
    case "int":
    case "seconds":
      return value.max >= ENDLESS
        ? t(`config.value.${value.kind}From`, { min: value.min })
        : t(`config.value.${value.kind}`, { min: value.min, max: value.max });
    case "choice":
      return value.of.join(" | ");
    case "address":
      return t("config.value.address");
    case "word":
      return t("config.value.word");
    case "words":
      return t("config.value.words");
    case "any":
      return null;
  }
};

/** The same as an element, for CodeMirror's own boxes. Text is set as text: nothing in it becomes markup. */
export const keywordHelpElement = (spec: KeywordSpec, t: TFunction, chinese: boolean): HTMLElement => {
  const box = document.createElement("div");
  box.className = "cm-keyword-help";
  const name = document.createElement("code");
  name.textContent = spec.name;
  box.append(name);
  for (const { tone, text } of keywordHelp(spec, t, chinese)) {
    const line = document.createElement("div");
    line.className = tone;
    line.textContent = text;
    box.append(line);
  }
  return box;
};
