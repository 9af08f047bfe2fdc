import { DRILL_OUTCOMES, type Drill } from "@baton/shared/contract/http/drills.ts";
import type { i18n, TFunction } from "i18next";
import { reasonText } from "./problem-text.ts";

type Step = Drill["steps"][number];

export interface StepText {
  readonly text: string;
  /** Of what language it is; undefined: the reader's. */
  readonly lang: "en" | undefined;
}

/** What a step says in the reader's language; the hub's English where its code is not known here. */
export const stepText = (t: TFunction, i18n: i18n, { say, detail }: Step): StepText => {
  const key = `drill.say.${say?.code}`;
  if (say === undefined || !i18n.exists(key)) return { text: detail, lang: "en" };
  const text: unknown = t(key as "drill.say.holds", readable(t, i18n, say.args));
  return typeof text === "string" ? { text, lang: undefined } : { text: detail, lang: "en" };
};

/** An outcome and a problem among the arguments are codes too. */
const readable = (
  t: TFunction,
  i18n: i18n,
  args: NonNullable<Step["say"]>["args"],
): Record<string, string | number> => {
  const outcome = DRILL_OUTCOMES.find((one) => one === args.outcome);
  return {
    ...args,
    ...(outcome === undefined ? {} : { outcome: t(`drill.outcome.${outcome}`) }),
    ...(args.problem === undefined
      ? {}
      : { problem: reasonText(t, i18n, { code: String(args.problem), message: String(args.message ?? "") }) }),
  };
};
