import { setTimeout as sleep } from "node:timers/promises";
import type { HubConnection } from "../../io/hub/hub-connection.ts";
import type { OutboxQueue } from "./outbox-queue.ts";

const EVENTS_PER_BATCH = 200;
const PAUSE_MS = 1000;

/** Sends the outbox, one batch at a time; a batch is forgotten when the hub says it is committed, else sent again. */
export const createEventSender = (outbox: OutboxQueue, live: () => HubConnection | null): (() => Promise<void>) => {
  let sending = false;
  return async () => {
    if (sending) return;
    sending = true;
    for (let hub = live(); hub && outbox.count() > 0; hub = live()) {
      const ack = await hub.events(outbox.next(EVENTS_PER_BATCH));
      if (ack) outbox.committed(ack.boot, ack.seq);
      else if (live()) await sleep(PAUSE_MS);
    }
    sending = false;
  };
};
