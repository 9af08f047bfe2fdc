import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { useTranslation } from "react-i18next";
import { RealServerCell } from "../components/real-server-cell.tsx";
import { useWords } from "../hooks/use-words.ts";
import type { RealServerRow, ServiceView } from "../model/services.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/panel.tsx";

interface Props {
  readonly service: ServiceView;
  /** Directors that hold the service's VIP now: where its traffic goes. */
  readonly holders: readonly string[];
  readonly now: number;
  /** Null: whoever reads this may not, or the hub can't be reached. */
  readonly onWeight: ((row: RealServerRow) => void) | null;
}

/** One virtual server: its real servers as rows, the directors' words about each side by side. */
export const RealServerTable = ({ service, holders, now, onWeight }: Props) => {
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
              <Row
                key={`${row.address} ${row.port}`}
                row={row}
                directors={service.directors}
                now={now}
                onWeight={onWeight}
              />
            ))}
          </tbody>
        </table>
      </section>
    </Card>
  );
};

interface RowProps {
  readonly row: RealServerRow;
  readonly directors: readonly string[];
  readonly now: number;
  readonly onWeight: Props["onWeight"];
}

const Row = ({ row, directors, now, onWeight }: RowProps) => {
  const { t } = useTranslation();
  return (
    <tr data-testid={`real-server-${row.address}`} className="border-line border-b align-top last:border-b-0">
      <th scope="row" className="whitespace-nowrap px-4 py-2.5 font-normal">
        <span className="block font-mono font-semibold">{formatEndpoint(row)}</span>
        <span className="text-[13px] text-muted">{row.forwarding}</span>
        {onWeight === null ? null : (
          <Button
            size="small"
            className="mt-1.5 flex"
            data-testid="weight-button"
            aria-label={t("weights.buttonOf", { server: formatEndpoint(row) })}
            onClick={() => onWeight(row)}
          >
            {t("weights.button")}
          </Button>
        )}
      </th>
      {directors.map((director, index) => {
        const cell = row.cells[index];
        return (
          <td key={director} data-director={director} className="min-w-60 px-4 py-2.5">
            {cell ? (
              <RealServerCell cell={cell} now={now} />
            ) : (
              <span className="text-muted">{t("services.notReported")}</span>
            )}
          </td>
        );
      })}
    </tr>
  );
};
