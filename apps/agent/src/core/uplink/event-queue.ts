import type { NumberedEvent } from "@baton/shared/contract/events.ts";

/** Events on their way to the hub, oldest first, as the outbox on disk has them. */
export interface EventQueue {
  readonly events: readonly NumberedEvent[];
  /** How many had to be given up because the hub was away too long. */
  readonly dropped: number;
}

export const EMPTY_QUEUE: EventQueue = { events: [], dropped: 0 };

/** Months of an ordinary cluster's events, about 20 MB on disk. */
export const MAX_EVENTS = 50_000;

/** Appends; a number already seen in the same run is a repeat and ignored. The oldest go first when full. */
export const enqueue = (queue: EventQueue, added: readonly NumberedEvent[]): EventQueue => {
  const events = [...queue.events];
  const newest = new Map<string, number>();
  for (const event of events) newest.set(event.boot, Math.max(event.seq, newest.get(event.boot) ?? 0));
  for (const event of added) {
    if (event.seq <= (newest.get(event.boot) ?? 0)) continue;
    newest.set(event.boot, event.seq);
    events.push(event);
  }
  const over = Math.max(0, events.length - MAX_EVENTS);
  return { events: over > 0 ? events.slice(over) : events, dropped: queue.dropped + over };
};

/** Forgets what the hub has committed: all of that run up to that number. */
export const committed = (queue: EventQueue, boot: string, seq: number): EventQueue => ({
  ...queue,
  events: queue.events.filter((event) => event.boot !== boot || event.seq > seq),
});

/** A hub cuts off whoever sends more than it takes in one message (4 MB); characters, so up to four times the bytes. */
const MAX_BATCH_CHARACTERS = 500_000;

/**
 * The next events to send, of one run only, so that the hub's answer names exactly them; at least one, else no more
 * than fit in one message.
 */
export const nextBatch = (queue: EventQueue, limit: number): readonly NumberedEvent[] => {
  const boot = queue.events[0]?.boot;
  const batch: NumberedEvent[] = [];
  let size = 0;
  for (const event of queue.events) {
    if (event.boot !== boot || batch.length >= limit) break;
    size += JSON.stringify(event).length;
    if (batch.length > 0 && size > MAX_BATCH_CHARACTERS) break;
    batch.push(event);
  }
  return batch;
};
