import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import { reasonText } from "../model/problem-text.ts";
import { Alert } from "../ui/alert.tsx";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/panel.tsx";
import { cn } from "../util/cn.ts";
import { DrillSteps } from "./drill-steps.tsx";
import { OUTCOME_TONE } from "./drill-tone.ts";
import { ProbeResult } from "./probe-result.tsx";
import { Said } from "./said.tsx";

interface Props {
  readonly drill: Drill;
  readonly now: number;
  readonly hubLive: boolean;
}

/** One drill: how it goes while it runs, what the client felt when it is over. */
export const DrillView = ({ drill, now, hubLive }: Props) => {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const { from, to, outcome, problem, report, handBackReport } = drill;
  return (
    <Card data-testid="drill-view" data-drill-state={drill.state} className="@container p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <DrillState drill={drill} hubLive={hubLive} />
        <span className="font-semibold">{drill.instance}</span>
        {from !== null && to !== null ? <span>{t("drill.moved", { from, to })}</span> : null}
        <span className="text-muted">
          {t("drill.by", { name: drill.requestedBy, clock: words.clock(drill.requestedAt, now) })}
        </span>
      </div>
      <p className="mt-1 break-words text-muted">{drill.reason}</p>
      <Announcement drill={drill} />
      {problem === null ? null : (
        <Alert tone="warn" className="mt-3">
          <p className="font-semibold">{reasonText(t, i18n, problem)}</p>
          <p className="text-[13px]">
            <Said sentence={problem.message} />
          </p>
        </Alert>
      )}
      <div className="mt-4 grid grid-cols-1 gap-6 @2xl:grid-cols-[minmax(0,1fr)_minmax(15rem,20rem)]">
        <div className={cn("grid grid-cols-1 content-start gap-6", handBackReport !== null && "@md:grid-cols-2")}>
          <ProbeResult
            title={handBackReport === null ? null : t("drill.moved", { from, to })}
            report={report}
            running={outcome === null}
            testId="drill-longest-gap"
          />
          {handBackReport === null ? null : (
            <ProbeResult
              title={t("drill.moved", { from: to, to: from })}
              report={handBackReport}
              running={false}
              testId="drill-longest-gap-back"
            />
          )}
        </div>
        <DrillSteps drill={drill} />
      </div>
    </Card>
  );
};

const DrillState = ({ drill: { outcome, state }, hubLive }: { drill: Drill; hubLive: boolean }) => {
  const { t } = useTranslation();
  if (outcome !== null)
    return (
      <Badge tone={OUTCOME_TONE[outcome]} className="text-sm">
        <span data-testid="drill-outcome" data-outcome={outcome}>
          {t(`drill.outcome.${outcome}`)}
        </span>
      </Badge>
    );
  if (!hubLive) return <Badge tone="unknown">{t("time.unknown")}</Badge>;
  return (
    <Badge tone="info" icon={false} className="text-sm">
      <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />
      {t(`drill.state.${state}`)}
    </Badge>
  );
};

const Announcement = ({ drill: { outcome, state, report } }: { drill: Drill }) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <p aria-live="polite" className="sr-only">
      {outcome === null
        ? t("drill.progress", { state: t(`drill.state.${state}`) })
        : report === null
          ? t("drill.announceEndedNoGap", { outcome: t(`drill.outcome.${outcome}`) })
          : t("drill.announceEnded", { outcome: t(`drill.outcome.${outcome}`), gap: words.ms(report.longestGapMs) })}
    </p>
  );
};
