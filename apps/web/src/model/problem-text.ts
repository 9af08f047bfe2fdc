import { errorText } from "@baton/shared/base/error-text.ts";
import type { i18n, TFunction } from "i18next";
import { ApiProblem } from "../api/problem.ts";

/** A failure in the reader's language by its code; the hub's own sentence where the code has no translation. */
export const problemText = (t: TFunction, i18n: i18n, error: unknown): string => {
  const code = error instanceof ApiProblem ? error.code : "";
  const message = errorText(error);
  return codeText(t, i18n, code) ?? t("problem.unknown", { message });
};

/** The sentence for a coded reason inside an answer: a blocker, or why a drill ended early. */
export const reasonText = (t: TFunction, i18n: i18n, { code, message }: { code: string; message: string }): string =>
  codeText(t, i18n, code) ?? message;

/** Why adverts are refused; a reason that is not known here is shown as it is. */
export const advertProblem = (t: TFunction, i18n: i18n, reason: string): string =>
  textAt(t, i18n, `advert.${reason}`) ?? reason;

/** Codes come from the hub, so the key can't be known to the compiler. */
const codeText = (t: TFunction, i18n: i18n, code: string): string | null => textAt(t, i18n, `problem.${code}`);

const textAt = (t: TFunction, i18n: i18n, key: string): string | null => {
  if (!i18n.exists(key)) return null;
  const text: unknown = t(key as "problem.unknown");
  return typeof text === "string" ? text : null;
};
