import type { EventsAck } from "@baton/shared/contract/agent-hub.ts";
import type { NumberedEvent } from "@baton/shared/contract/events.ts";
import type { BrowserFeed } from "../ports/browser-feed.ts";
import type { Clock } from "../ports/clock.ts";
import type { EventStore } from "../ports/event-store.ts";

interface Deps {
  readonly store: EventStore;
  readonly feed: BrowserFeed;
  readonly clock: Clock;
}

/**
 * How far the first event's boot is committed. A batch may run over into a later boot; the agent sends the rest again,
 * which is harmless, and then gets the ack for that.
 */
export const ackOf = (events: readonly NumberedEvent[]): EventsAck | null => {
  const [first] = events;
  if (!first) return null;
  const seqs = events.filter((event) => event.boot === first.boot).map((event) => event.seq);
  return { committed: { boot: first.boot, seq: Math.max(...seqs) } };
};

/** Commits a batch, then tells browsers what was new, then acks: in this order a crash loses nothing. Throws when the
 * database does; the agent keeps its events and sends them again. */
export const commitEvents = async (
  deps: Deps,
  node: string,
  events: readonly NumberedEvent[],
): Promise<EventsAck | null> => {
  const fresh = await deps.store.append(node, events, deps.clock.now());
  for (const event of fresh) deps.feed.event(event);
  return ackOf(events);
};
