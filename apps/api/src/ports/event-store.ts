import type { NumberedEvent } from "@baton/shared/contract/events.ts";
import type { eventQuerySchema, StoredEvent } from "@baton/shared/contract/http/events.ts";
import type * as z from "zod";

export type EventQuery = z.infer<typeof eventQuerySchema>;

export interface EventStore {
  /** One transaction. Returns the events that were new, in order; a repeat is left out. */
  readonly append: (node: string, events: readonly NumberedEvent[], receivedAt: number) => Promise<StoredEvent[]>;
  readonly query: (query: EventQuery) => Promise<{ events: StoredEvent[]; more: boolean }>;
}
