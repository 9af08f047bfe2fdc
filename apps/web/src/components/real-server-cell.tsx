import { useTranslation } from "react-i18next";
import { useWords } from "../hooks/use-words.ts";
import { hubInstant, type Known } from "../model/fleet.ts";
import { Badge } from "../ui/badge.tsx";
import type { Tone } from "../ui/tone.ts";
import { cn } from "../util/cn.ts";
import { Age } from "./age.tsx";
import { OverrideNote } from "./override-note.tsx";
import { Said } from "./said.tsx";
import { Since } from "./since.tsx";

const HEALTH_TONE: Readonly<Record<"up" | "down" | "unchecked", Tone>> = { up: "ok", down: "bad", unchecked: "warn" };

/** One director's word about one real server. */
export const RealServerCell = ({ cell, now }: { cell: Known<"real-server">; now: number }) => {
  const { t } = useTranslation();
  const { node, fact, freshness } = cell;
  const fresh = freshness.state === "fresh";
  const health = fresh ? fact.health : "unknown";
  return (
    <div className={cn("grid gap-1", !fresh && "text-unknown")}>
      <p className="flex flex-wrap items-center gap-x-2">
        <Badge tone={fresh ? HEALTH_TONE[fact.health] : "unknown"}>{t(`health.${health}`)}</Badge>
        {fresh ? (
          <Since at={hubInstant(node, fact.since)} now={now} className="text-[13px] text-muted" />
        ) : (
          <Age freshness={freshness} now={now} className="text-[13px]" />
        )}
      </p>
      {fresh ? null : <p className="text-[13px]">{t("time.lastKnown")}</p>}
      <Figures cell={cell} />
      {fact.overridden ? <OverrideNote node={node} override={fact.overridden} now={now} /> : null}
      {fact.weightReason && !fact.overridden ? (
        <p className="text-[13px] text-muted">
          <Said sentence={fact.weightReason} />
        </p>
      ) : null}
      {fact.reason === "" ? null : (
        <p className="text-[13px] text-muted">
          <Said sentence={fact.reason} />
        </p>
      )}
    </div>
  );
};

const Figures = ({ cell: { fact, freshness } }: { cell: Known<"real-server"> }) => {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <p className="flex flex-wrap gap-x-4 text-[13px]">
      <span title={t("services.weightHint")}>
        <span className="text-muted">{t("services.weight")}</span>{" "}
        {fact.weight === null ? (
          <b className={freshness.state === "fresh" ? "text-bad" : ""}>{t("services.notInTable")}</b>
        ) : (
          <b data-testid="weight">{fact.weight}</b>
        )}
        {fact.weight === fact.configuredWeight ? "" : ` / ${fact.configuredWeight}`}
      </span>
      <span title={t("services.connectionsHint")}>
        <span className="text-muted">{t("services.connections")}</span> <b>{words.count(fact.activeConnections)}</b> /{" "}
        {words.count(fact.inactiveConnections)}
      </span>
      {fact.traffic === undefined ? null : (
        <span title={t("services.trafficHint")} data-testid="traffic">
          <span className="text-muted">{t("services.traffic")}</span>{" "}
          {t("services.trafficValue", {
            connections: words.count(fact.traffic.connections),
            received: words.bytes(fact.traffic.inBytes),
            sent: words.bytes(fact.traffic.outBytes),
          })}
        </span>
      )}
    </p>
  );
};
