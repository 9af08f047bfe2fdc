import { recognise } from "@baton/shared/contract/sentences.ts";
import type { TFunction } from "i18next";

export interface SaidText {
  readonly text: string;
  /** Of what language it is; undefined: the reader's. */
  readonly lang: "en" | undefined;
}

/** An agent's sentence in the reader's language; one that is not known here stays as it was said, in English. */
export const saidText = (t: TFunction, sentence: string): SaidText => {
  const found = recognise(sentence);
  if (found === null) return { text: sentence, lang: "en" };
  const { code, args, lag } = found;
  const why = args.why === undefined ? {} : { why: saidText(t, args.why).text };
  const text: string = t(`said.${code}`, { ...args, ...why, count: Number(args.count ?? 0) });
  return { text: lag === null ? text : `${text}${t("said.lag", { lag })}`, lang: undefined };
};
