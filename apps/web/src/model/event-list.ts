import type { StoredEvent } from "@baton/shared/contract/http/events.ts";

export const SEVERITY_FILTERS = ["all", "warning", "critical"] as const;
export type SeverityFilter = (typeof SEVERITY_FILTERS)[number];

export interface EventFilter {
  readonly severity: SeverityFilter;
  /** Null: every node. */
  readonly node: string | null;
}

/** Read pages and pushed events as one list, newest first, none twice, only what the filter lets through. */
export const eventList = (
  pages: readonly (readonly StoredEvent[])[],
  news: readonly StoredEvent[],
  filter: EventFilter,
): StoredEvent[] => {
  const byId = new Map<number, StoredEvent>();
  for (const event of [...news, ...pages.flat()]) if (passes(event, filter)) byId.set(event.id, event);
  return [...byId.values()].sort((a, b) => b.id - a.id);
};

const passes = (event: StoredEvent, { severity, node }: EventFilter): boolean => {
  if (node !== null && event.node !== node) return false;
  if (severity === "all") return true;
  return severity === "critical" ? event.severity === "critical" : event.severity !== "info";
};
