import { useTranslation } from "react-i18next";
import { type Known, known } from "../model/fleet.ts";
import type { LiveNode } from "../stores/live-state.ts";
import { Badge } from "../ui/badge.tsx";
import { FactRow, Facts } from "../ui/facts.tsx";
import { Card } from "../ui/panel.tsx";
import { cn } from "../util/cn.ts";
import { Age } from "./age.tsx";
import { NodeHeading } from "./node-heading.tsx";
import { Said } from "./said.tsx";

/** One database host: its server, its replication and the VIP on its loopback. */
export const DatabaseCard = ({ node, now }: { node: LiveNode; now: number }) => {
  const { t } = useTranslation();
  const replication = known(node, "replication", now);
  const loopback = known(node, "loopback-vip", now);
  return (
    <Card data-testid={`database-${node.name}`} className="p-4">
      <NodeHeading node={node} now={now} />
      {replication.length === 0 ? <p className="mt-2 text-muted">{t("databases.notWatched")}</p> : null}
      {replication.map((one) => (
        <Replication key={one.fact.key} known={one} now={now} />
      ))}
      <div className="mt-3 border-line border-t pt-2">
        {loopback.length === 0 ? <p className="text-[13px] text-muted">{t("databases.noLoopback")}</p> : null}
        {loopback.map((one) => (
          <Loopback key={one.fact.key} known={one} now={now} />
        ))}
      </div>
    </Card>
  );
};

const Replication = ({ known: { fact, freshness }, now }: { known: Known<"replication">; now: number }) => {
  const { t } = useTranslation();
  const fresh = freshness.state === "fresh";
  const reachable = fact.reachable ? "reachable" : "unreachable";
  return (
    <div className="mt-2">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={fresh ? (fact.reachable ? "ok" : "bad") : "unknown"}>
          {fresh ? t(`databases.${reachable}`) : t("time.unknown")}
        </Badge>
        {fact.readOnly === null ? null : (
          <Badge tone={fresh ? "info" : "unknown"} icon={false}>
            {t(fact.readOnly ? "databases.readOnly" : "databases.writable")}
          </Badge>
        )}
        {fact.serverId === null ? null : (
          <span className="text-[13px] text-muted">{t("databases.serverId", { id: fact.serverId })}</span>
        )}
        <Age freshness={freshness} now={now} className="text-[13px]" />
      </p>
      {fresh ? null : <p className="mt-2 text-unknown">{t("time.lastKnown")}</p>}
      <Facts className={cn("mt-2", !fresh && "text-unknown")}>
        {fact.source === null ? null : (
          <FactRow name={t("databases.replication")}>{t("databases.replicatesFrom", { source: fact.source })}</FactRow>
        )}
        <FactRow name={t("databases.io")}>
          <Running value={fact.ioRunning} fresh={fresh} />
        </FactRow>
        <FactRow name={t("databases.sql")}>
          <Running value={fact.sqlRunning} fresh={fresh} />
        </FactRow>
        <FactRow name={t("databases.lag")}>
          {fact.lagSeconds === null ? t("databases.noLag") : t("databases.lagSeconds", { seconds: fact.lagSeconds })}
        </FactRow>
        {fact.problem === null ? null : (
          <FactRow name={t("databases.problem")}>
            <Said sentence={fact.problem} className={fresh ? "font-medium text-bad" : ""} />
          </FactRow>
        )}
      </Facts>
    </div>
  );
};

const Running = ({ value, fresh }: { value: boolean | null; fresh: boolean }) => {
  const { t } = useTranslation();
  if (value === null) return t("time.unknown");
  return (
    <span className={cn(fresh && (value ? "text-ok" : "font-semibold text-bad"))}>
      {t(value ? "databases.yes" : "databases.no")}
    </span>
  );
};

const Loopback = ({ known: { fact, freshness }, now }: { known: Known<"loopback-vip">; now: number }) => {
  const { t } = useTranslation();
  const fresh = freshness.state === "fresh";
  const vip = fact.key;
  const healthy = fact.onLoopback && fact.problems.length === 0;
  return (
    <div className="text-[13px]">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="text-muted">{t("databases.loopback")}</span>
        <Badge tone={fresh ? (healthy ? "ok" : "bad") : "unknown"}>
          {fresh
            ? t(
                healthy
                  ? "databases.loopbackOk"
                  : fact.onLoopback
                    ? "databases.loopbackProblems"
                    : "databases.loopbackMissing",
                { vip },
              )
            : t("time.unknown")}
        </Badge>
        <Age freshness={freshness} now={now} />
      </p>
      {fact.problems.length > 0 ? (
        <ul className="mt-1 list-disc pl-5">
          {fact.problems.map((problem) => (
            <li key={problem}>
              <Said sentence={problem} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
};
