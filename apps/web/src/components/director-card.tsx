import type { VrrpState } from "@baton/shared/contract/facts.ts";
import type { StoredEvent } from "@baton/shared/contract/http/events.ts";
import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import { hubInstant, type Known, known } from "../model/fleet.ts";
import { transitionsOf } from "../model/transitions.ts";
import type { LiveNode } from "../stores/live-state.ts";
import { Badge } from "../ui/badge.tsx";
import { FactRow, Facts } from "../ui/facts.tsx";
import { Card } from "../ui/panel.tsx";
import type { Tone } from "../ui/tone.ts";
import { cn } from "../util/cn.ts";
import { Age } from "./age.tsx";
import { LatenessChart } from "./lateness-chart.tsx";
import { NodeHeading } from "./node-heading.tsx";
import { ProcessList } from "./process-list.tsx";
import { RefusedAdverts } from "./refused-adverts.tsx";
import { Said } from "./said.tsx";
import { Since } from "./since.tsx";
import { TransitionList } from "./transition-list.tsx";

const STATE_TONE: Readonly<Record<VrrpState, Tone>> = {
  master: "ok",
  backup: "info",
  fault: "bad",
  initialize: "warn",
};

interface Props {
  readonly node: LiveNode;
  /** Among them the node's changes of state. */
  readonly events: readonly StoredEvent[];
  readonly now: number;
}

/** One director: every virtual router on it as its own kernel and VRRP process say, and its processes. */
export const DirectorCard = ({ node, events, now }: Props) => {
  const { t } = useTranslation();
  const instances = known(node, "virtual-router", now);
  return (
    <Card data-testid={`director-${node.name}`} className="p-4">
      <NodeHeading node={node} now={now} />
      {instances.length === 0 ? <p className="mt-3 text-muted">{t("directors.noRouter")}</p> : null}
      {instances.map((instance) => (
        <Instance key={instance.fact.key} instance={instance} events={events} now={now} />
      ))}
      <ProcessList processes={known(node, "process", now)} now={now} />
    </Card>
  );
};

interface InstanceProps extends Pick<Props, "events" | "now"> {
  readonly instance: Known<"virtual-router">;
}

const Instance = ({ instance: { node, fact, freshness }, events, now }: InstanceProps) => {
  const { t } = useTranslation();
  const words = useWords();
  const fresh = freshness.state === "fresh";
  return (
    <div className="mt-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={fresh ? STATE_TONE[fact.state] : "unknown"} className="text-sm">
          {t(`state.${fresh ? fact.state : "unknown"}`)}
        </Badge>
        <span className="font-medium">{fact.key}</span>
        <Age freshness={freshness} now={now} className="text-[13px]" />
      </p>
      {fresh ? null : <p className="mt-2 text-unknown">{t("time.lastKnown")}</p>}
      <Facts className={cn("mt-2", !fresh && "text-unknown")}>
        {fresh ? null : <FactRow name={t("directors.state")}>{t(`state.${fact.state}`)}</FactRow>}
        <FactRow name={t("directors.priority")}>
          {t("directors.priorityBase", { effective: fact.effectivePriority, base: fact.basePriority })}
        </FactRow>
        <FactRow name={t("directors.stateSince")}>
          <Since at={hubInstant(node, fact.since)} now={now} bare fresh={fresh} />
        </FactRow>
        <FactRow name={t("directors.cause")}>
          <Said sentence={fact.cause} />
        </FactRow>
        <FactRow name={t("directors.held")}>
          {fact.heldAddresses.length === 0 ? (
            t("directors.noneHeld")
          ) : (
            <span className="font-mono text-[13px]">{fact.heldAddresses.join(", ")}</span>
          )}
        </FactRow>
        <FactRow name={t("directors.masterHeard")}>
          <MasterHeard fact={fact} />
        </FactRow>
        <FactRow name={t("directors.interface")}>
          {t("directors.interfaceValue", {
            interface: fact.interface,
            version: fact.version,
            interval: words.interval(fact.advertIntervalMs),
          })}
        </FactRow>
      </Facts>
      <RefusedAdverts node={node} fact={fact} now={now} />
      <TransitionList transitions={transitionsOf(events, node.name, fact.key, node.clockOffsetMs)} now={now} />
      {fact.lateness === undefined ? null : <LatenessChart lateness={fact.lateness} />}
    </div>
  );
};

const MasterHeard = ({ fact }: { fact: Known<"virtual-router">["fact"] }) => {
  const { t } = useTranslation();
  if (fact.master !== null) return t("directors.masterHeardFrom", fact.master);
  return fact.state === "master" ? t("directors.isMaster") : t("directors.noMasterHeard");
};
