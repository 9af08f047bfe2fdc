import { useTranslation } from "react-i18next";
import { problemText } from "../model/problem-text.ts";

/** Turns a failure into a sentence of the reader's language. */
export const useProblemText = (): ((error: unknown) => string) => {
  const { t, i18n } = useTranslation();
  return (error) => problemText(t, i18n, error);
};
