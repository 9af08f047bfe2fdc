import type { ProbeReport } from "@baton/shared/contract/commands.ts";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import { latencyBars } from "../model/latency.ts";
import { BarChart } from "../ui/bar-chart.tsx";
import { FactRow, Facts } from "../ui/facts.tsx";

interface Props {
  /** Null: there is only one measurement. */
  readonly title: string | null;
  readonly report: ProbeReport | null;
  readonly running: boolean;
  readonly testId: string;
}

const FAILURE_KINDS = ["refused", "reset", "timeout", "unreachable", "other"] as const;

/** What the witness measured: the longest gap in big figures, then how the probes fared. */
export const ProbeResult = ({ title, report, running, testId }: Props) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <div className="min-w-0">
      {title === null ? null : <h4 className="font-semibold text-[13px] text-muted">{title}</h4>}
      <p className="text-muted">{t("drill.longestGap")}</p>
      <p data-testid={testId} data-ms={report?.longestGapMs} className="font-bold text-5xl tracking-tight">
        {report === null ? (
          <span className="text-2xl text-unknown">{t(running ? "drill.measuring" : "drill.notMeasured")}</span>
        ) : (
          <>
            {words.ms(report.longestGapMs)}
            <span className="ml-1.5 font-semibold text-xl text-muted">ms</span>
          </>
        )}
      </p>
      <p className="text-[13px] text-muted">{t("drill.gapMeaning")}</p>
      {report === null ? null : <Figures report={report} />}
    </div>
  );
};

const Figures = ({ report }: { report: ProbeReport }) => {
  const { t } = useTranslation();
  const words = useWords();
  const failures = Object.entries(report.failures).filter(([, count]) => count > 0);
  const answered = report.latency.reduce((sum, { count }) => sum + count, 0);
  const bars = latencyBars(report.latency).map((bar) => ({
    label: words.count(bar.upToMs),
    height: bar.height,
    title: `${t("drill.upTo", { ms: words.count(bar.upToMs) })}: ${t("drill.share", {
      count: bar.count,
      total: words.count(answered),
    })}`,
  }));
  return (
    <>
      <Facts className="mt-3">
        <FactRow name={t("drill.probes")}>
          {t("drill.probesValue", {
            succeeded: words.count(report.succeeded),
            probes: words.count(report.probes),
            interval: report.intervalMs,
          })}
        </FactRow>
        <FactRow name={t("drill.failures")}>
          {failures.length === 0
            ? t("drill.noFailures")
            : failures.map(([kind, count]) => `${failureName(t, kind)} ${words.count(count)}`).join(", ")}
        </FactRow>
      </Facts>
      {bars.length === 0 ? null : (
        <div className="mt-3">
          <p className="mb-1 text-muted">{t("drill.latency")} (ms)</p>
          <BarChart caption={t("drill.latencyCaption")} bars={bars} />
        </div>
      )}
    </>
  );
};

const failureName = (t: TFunction, kind: string): string => {
  const knownKind = FAILURE_KINDS.find((one) => one === kind);
  return knownKind === undefined ? kind : t(`drill.failure.${knownKind}`);
};
