import type { WeightOutcome } from "@baton/shared/contract/http/weights.ts";
import type { i18n, TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { reasonText } from "../model/problem-text.ts";
import { Alert } from "../ui/alert.tsx";

/** What became of a change on each director, by what its kernel has afterwards. */
export const WeightResult = ({ directors }: { directors: readonly WeightOutcome[] }) => {
  const { t, i18n } = useTranslation();
  return (
    <div aria-live="polite" className="grid gap-2 empty:hidden">
      {directors.map((director) => (
        <Alert key={director.node} tone={toneOf(director)} testId={`weight-result-${director.node}`}>
          <p className="font-semibold">{director.node}</p>
          <p>{sentence(t, i18n, director)}</p>
        </Alert>
      ))}
    </div>
  );
};

const toneOf = ({ outcome, confirmed }: WeightOutcome) =>
  confirmed ? "ok" : outcome === "done" || outcome === "unanswered" ? "warn" : "bad";

const sentence = (t: TFunction, i18n: i18n, director: WeightOutcome): string => {
  const { outcome, confirmed, weight } = director;
  if (outcome !== "done") return reasonText(t, i18n, director);
  if (confirmed) return t("weights.result.confirmed", { weight });
  return weight === null ? t("weights.result.notInTable") : t("weights.result.notYet", { weight });
};
