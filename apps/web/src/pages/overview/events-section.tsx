import { useTranslation } from "react-i18next";
import { EventFilterForm } from "../../forms/event-filter.tsx";
import { useEvents } from "../../hooks/use-events.ts";
import type { EventFilter } from "../../model/event-list.ts";
import type { LiveNode } from "../../stores/live-state.ts";
import { EventTable } from "../../table/event-table.tsx";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Empty, Panel } from "../../ui/panel.tsx";

interface Props {
  readonly nodes: readonly LiveNode[];
  readonly hubLive: boolean;
  readonly filter: EventFilter;
  readonly now: number;
  readonly onFilter: (filter: EventFilter) => void;
}

export const EventsSection = ({ nodes, hubLive, filter, now, onFilter }: Props) => {
  const { t } = useTranslation();
  const { events, query } = useEvents(filter);
  const filtered = filter.severity !== "all" || filter.node !== null;
  const offsets = new Map(nodes.map(({ name, clockOffsetMs }) => [name, clockOffsetMs]));
  return (
    <Panel
      title={t("events.title")}
      aside={<EventFilterForm filter={filter} nodes={nodes.map(({ name }) => name)} onChange={onFilter} />}
    >
      <div className="grid grid-cols-1 gap-2">
        {query.isError && hubLive ? (
          <Alert tone="warn">
            {t("events.loadFailed")}{" "}
            <Button size="small" kind="quiet" onClick={() => void query.refetch()}>
              {t("events.retry")}
            </Button>
          </Alert>
        ) : null}
        {query.isPending && events.length === 0 ? <Empty>{t("events.loading")}</Empty> : null}
        {query.isSuccess && events.length === 0 ? (
          <Empty>{t(filtered ? "events.noneMatch" : "events.none")}</Empty>
        ) : null}
        {events.length > 0 ? <EventTable events={events} offsets={offsets} now={now} /> : null}
        {query.hasNextPage ? (
          <Button
            size="small"
            className="justify-self-center"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t("events.older")}
          </Button>
        ) : null}
      </div>
    </Panel>
  );
};
