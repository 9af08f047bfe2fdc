import type { i18n, TFunction } from "i18next";
import { ApiProblem } from "../api/problem.ts";

/** A failure in the reader's language by its code; the hub's own sentence where the code has no translation. */
export const problemText = (t: TFunction, i18n: i18n, error: unknown): string => {
  const code = error instanceof ApiProblem ? error.code : "";
  const message = error instanceof Error ? error.message : String(error);
  return translated(t, i18n, `problem.${code}`) ?? t("problem.unknown", { message });
};

/** A blocker of the preflight, the same way. */
export const blockerText = (t: TFunction, i18n: i18n, blocker: { code: string; message: string }): string =>
  translated(t, i18n, `blocker.${blocker.code.replace(/^drill\./, "")}`) ?? blocker.message;

/** Codes come from the hub, so the key can't be known to the compiler. */
const translated = (t: TFunction, i18n: i18n, key: string): string | null => {
  if (!i18n.exists(key)) return null;
  const text: unknown = t(key as "problem.title");
  return typeof text === "string" ? text : null;
};
