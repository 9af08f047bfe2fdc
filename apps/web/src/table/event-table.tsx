import type { StoredEvent } from "@baton/shared/contract/http/events.ts";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Said } from "../components/said.tsx";
import { useWords } from "../hooks/use-words.ts";
import { eventText } from "../model/event-text.ts";
import { Badge } from "../ui/badge.tsx";
import { Card } from "../ui/panel.tsx";
import type { Tone } from "../ui/tone.ts";

const TONE: Readonly<Record<StoredEvent["severity"], Tone>> = { info: "info", warning: "warn", critical: "bad" };
/** A hub that was away gets its events late; below this the delay says nothing. */
const LATE_MS = 5000;

interface Props {
  readonly events: readonly StoredEvent[];
  /** Hub clock minus agent clock, by node. */
  readonly offsets: ReadonlyMap<string, number>;
  readonly now: number;
}

export const EventTable = ({ events, offsets, now }: Props) => {
  const { t } = useTranslation();
  // Only the day counts for a row's time.
  const minute = now - (now % 60_000);
  return (
    <Card className="@container overflow-hidden">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t("events.title")} className="max-h-[34rem] overflow-auto">
        <ul>
          {events.map((event) => (
            <EventRow key={event.id} event={event} at={event.at + (offsets.get(event.node) ?? 0)} now={minute} />
          ))}
        </ul>
      </section>
    </Card>
  );
};

/** Remembered, since the page is drawn every second and the list may be long. */
const EventRow = memo(({ event, at, now }: { event: StoredEvent; at: number; now: number }) => {
  const { t } = useTranslation();
  const words = useWords();
  const delay = event.receivedAt - at;
  return (
    <li
      data-testid="event-row"
      data-kind={event.kind}
      data-node={event.node}
      className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-line border-b px-4 py-2 last:border-b-0 @3xl:grid @3xl:grid-cols-[8.5rem_5.5rem_5rem_minmax(0,1fr)]"
    >
      <time dateTime={new Date(at).toISOString()} className="text-muted">
        {words.clock(at, now)}
      </time>
      <span>
        <Badge tone={TONE[event.severity]}>{t(`severity.${event.severity}`)}</Badge>
      </span>
      <span className="font-semibold">{event.node}</span>
      <div className="w-full min-w-0 @3xl:w-auto">
        <p className="break-words">
          {eventText(t, event)}
          {delay > LATE_MS ? (
            <span className="text-[13px] text-muted"> ({t("events.late", { duration: words.duration(delay) })})</span>
          ) : null}
        </p>
        <p className="break-words text-[13px] text-muted">
          <Said sentence={event.text} />
        </p>
      </div>
    </li>
  );
});
