import type { FactOf } from "@baton/shared/contract/facts.ts";
import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import { latencyBars } from "../model/latency.ts";
import { BarChart } from "../ui/bar-chart.tsx";

/** How late the VRRP process woke up for its timers since it started. */
export const LatenessChart = ({ lateness }: { lateness: NonNullable<FactOf<"virtual-router">["lateness"]> }) => {
  const { t } = useTranslation();
  const words = useWords();
  const total = words.count(lateness.buckets.reduce((sum, { count }) => sum + count, 0));
  const finite = lateness.buckets.map(({ belowMs, count }) => ({ upToMs: belowMs ?? Number.POSITIVE_INFINITY, count }));
  const bars = latencyBars(finite).map(({ upToMs, count, height }) => {
    const rest = upToMs === Number.POSITIVE_INFINITY;
    const range = rest ? t("directors.latenessRest") : t("drill.upTo", { ms: words.count(upToMs) });
    return {
      label: rest ? "+" : words.count(upToMs),
      height,
      title: `${range}: ${t("drill.share", { count, total })}`,
    };
  });
  return (
    <details className="mt-2 text-[13px]" data-testid="lateness">
      <summary className="text-muted">{t("directors.lateness", { ms: words.ms(lateness.longestMs) })}</summary>
      <BarChart caption={t("directors.latenessCaption")} bars={bars} />
    </details>
  );
};
