import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { useTranslation } from "react-i18next";
import { Age } from "../components/age.tsx";
import { Since } from "../components/since.tsx";
import { useWords } from "../hooks/use-words.ts";
import { hubInstant, type Known } from "../model/fleet.ts";
import type { RealServerRow, ServiceView } from "../model/services.ts";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/panel.tsx";
import type { Tone } from "../ui/tone.ts";
import { cn } from "../util/cn.ts";

const HEALTH_TONE: Readonly<Record<"up" | "down" | "unchecked", Tone>> = { up: "ok", down: "bad", unchecked: "warn" };

interface Props {
  readonly service: ServiceView;
  /** Directors that hold the service's VIP now: where its traffic goes. */
  readonly holders: readonly string[];
  readonly now: number;
}

/** One virtual server: its real servers as rows, the directors' words about each side by side. */
export const RealServerTable = ({ service, holders, now }: Props) => {
  const { t } = useTranslation();
  const words = useWords();
  const { persistenceTimeoutMs } = service;
  return (
    <Card className="overflow-hidden">
      <p className="flex flex-wrap items-baseline gap-x-3 px-4 py-2">
        <span className="font-bold font-mono">{service.key}</span>
        <span className="text-[13px] text-muted">
          {t("services.scheduler", { name: service.scheduler })},{" "}
          {persistenceTimeoutMs === null
            ? t("services.noPersistence")
            : t("services.persistence", { duration: words.duration(persistenceTimeoutMs) })}
        </span>
        {service.missingOn.map((node) => (
          <Badge key={node} tone="bad">
            {t("services.tableMissing", { node })}
          </Badge>
        ))}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t("services.caption", { service: service.key })} className="overflow-x-auto">
        <table className="w-full border-collapse text-left">
          <caption className="sr-only">{t("services.caption", { service: service.key })}</caption>
          <thead>
            <tr className="border-line border-y bg-well text-[13px]">
              <th scope="col" className="px-4 py-1.5 font-semibold">
                {t("services.server")}
              </th>
              {service.directors.map((director) => (
                <th key={director} scope="col" className="px-4 py-1.5 font-semibold">
                  {director}
                  {holders.includes(director) ? (
                    <Badge tone="ok" icon={false} className="ml-2">
                      {t("services.holdsVip")}
                    </Badge>
                  ) : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {service.rows.map((row) => (
              <Row key={`${row.address} ${row.port}`} row={row} directors={service.directors} now={now} />
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
};

const Row = ({ row, directors, now }: { row: RealServerRow; directors: readonly string[]; now: number }) => {
  const { t } = useTranslation();
  return (
    <tr data-testid={`real-server-${row.address}`} className="border-line border-b align-top last:border-b-0">
      <th scope="row" className="whitespace-nowrap px-4 py-2.5 font-normal">
        <span className="block font-mono font-semibold">{formatEndpoint(row)}</span>
        <span className="text-[13px] text-muted">{row.forwarding}</span>
      </th>
      {directors.map((director, index) => {
        const cell = row.cells[index];
        return (
          <td key={director} data-director={director} className="min-w-60 px-4 py-2.5">
            {cell ? <Cell cell={cell} now={now} /> : <span className="text-muted">{t("services.notReported")}</span>}
          </td>
        );
      })}
    </tr>
  );
};

const Cell = ({ cell: { node, fact, freshness }, now }: { cell: Known<"real-server">; now: number }) => {
  const { t } = useTranslation();
  const words = useWords();
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
      <p className="flex flex-wrap gap-x-4 text-[13px]">
        <span title={t("services.weightHint")}>
          <span className="text-muted">{t("services.weight")}</span>{" "}
          {fact.weight === null ? (
            <b className={fresh ? "text-bad" : ""}>{t("services.notInTable")}</b>
          ) : (
            <b data-testid="weight">{fact.weight}</b>
          )}
          {fact.weight === fact.configuredWeight ? "" : ` / ${fact.configuredWeight}`}
        </span>
        <span title={t("services.connectionsHint")}>
          <span className="text-muted">{t("services.connections")}</span> <b>{words.count(fact.activeConnections)}</b> /{" "}
          {words.count(fact.inactiveConnections)}
        </span>
      </p>
      {fact.reason === "" ? null : (
        <p lang="en" className="text-[13px] text-muted">
          {fact.reason}
        </p>
      )}
    </div>
  );
};
