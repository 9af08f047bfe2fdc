import type { eventsSchema } from "@baton/shared/contract/agent-hub.ts";
import type * as z from "zod";
import type { Counters } from "../domain/diagnostics/counters.ts";
import type { BrowserFeed } from "../ports/browser-feed.ts";
import type { Clock } from "../ports/clock.ts";
import type { EventStore } from "../ports/event-store.ts";
import type { Log } from "../ports/log.ts";
import { commitEvents } from "../usecases/event-desk.ts";

/** Event batches of one agent that wait for the database. */
const MAX_BATCHES = 4;

interface Deps {
  readonly events: EventStore;
  readonly feed: BrowserFeed;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}

type Batch = z.infer<typeof eventsSchema>;

/** Commits one agent's batches one after the other. What is not acked, the agent sends again. */
export const newEventIntake = (node: string, deps: Deps) => {
  let committing = Promise.resolve();
  let waiting = 0;

  const commit = async (batch: Batch, ack: (reply: unknown) => void): Promise<void> => {
    try {
      const reply = await commitEvents({ ...deps, store: deps.events }, node, batch.events);
      if (reply) ack(reply);
    } catch (cause) {
      deps.counters.count("events.commit-failed");
      deps.log.error("events could not be stored; the agent keeps them", { node, cause: String(cause) });
    } finally {
      waiting--;
    }
  };

  return (batch: Batch, ack: (reply: unknown) => void): void => {
    if (waiting >= MAX_BATCHES) {
      deps.counters.count("events.batch-dropped");
      return;
    }
    waiting++;
    committing = committing.then(() => commit(batch, ack));
  };
};
