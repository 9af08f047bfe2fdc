import { join } from "node:path";
import { errorText } from "@baton/shared/base/error-text.ts";
import type { NumberedEvent } from "@baton/shared/contract/events.ts";
import {
  committed,
  EMPTY_QUEUE,
  type EventQueue,
  enqueue,
  MAX_EVENTS,
  nextBatch,
} from "../../core/uplink/event-queue.ts";
import { type OutboxFile, openOutbox } from "../../io/outbox/outbox-file.ts";
import type { ChildContext } from "../child.ts";

/** The events on their way to the hub: in memory to be sent, on disk to survive this process. */
export interface OutboxQueue {
  /** Calls `kept` once the event is on disk, or in memory when the disk refuses. */
  add(event: NumberedEvent): void;
  next(limit: number): readonly NumberedEvent[];
  committed(boot: string, seq: number): void;
  count(): number;
  /** Writes what is waiting and closes the file. */
  close(): Promise<void>;
}

/** Rewriting the file is worth it when this many committed events still stand in it. */
const REWRITE_AT = 2000;

const open = ({ settings, log }: ChildContext): { file: OutboxFile | null; waiting: readonly NumberedEvent[] } => {
  const path = join(settings.stateDir, "outbox.jsonl");
  try {
    const { file, waiting, skipped } = openOutbox(path);
    if (skipped > 0) log(`${path}: skipped ${skipped} line(s) that are no events`);
    return { file, waiting };
  } catch (error) {
    log(`events are kept in memory only: ${errorText(error)}`);
    return { file: null, waiting: [] };
  }
};

export const openOutboxQueue = (context: ChildContext): OutboxQueue => {
  const { file, waiting } = open(context);
  let queue: EventQueue = enqueue(EMPTY_QUEUE, waiting);
  let unwritten: NumberedEvent[] = [];
  /** The highest number of this run that came in. */
  let heard = 0;
  /** Committed events that still stand in the file. */
  let stale = 0;
  let working: Promise<void> | null = null;
  let diskFailed = false;

  const write = async (): Promise<void> => {
    do {
      const batch = unwritten;
      const upTo = heard;
      unwritten = [];
      try {
        if (mustRewrite()) await rewrite();
        else if (batch.length > 0) await file?.append(batch);
        diskFailed = false;
      } catch (error) {
        if (!diskFailed) context.log(`outbox: ${errorText(error)}; going on in memory`);
        diskFailed = true;
        stale = 0;
      }
      context.kept(upTo);
    } while (unwritten.length > 0 || mustRewrite());
  };
  const mustRewrite = (): boolean => stale > 0 && (queue.events.length === 0 || stale >= REWRITE_AT);
  const rewrite = async (): Promise<void> => {
    stale = 0;
    await file?.replace(queue.events);
  };
  const work = (): void => {
    working ??= write().finally(() => {
      working = null;
    });
  };

  return {
    add: (event) => {
      const before = queue;
      queue = enqueue(queue, [event]);
      if (queue.dropped > before.dropped && before.dropped === 0) {
        context.log(`more than ${MAX_EVENTS} events wait for the hub; the oldest are given up`);
      }
      // A repeat is in the queue already, and so on disk.
      if (queue.events.at(-1) === event) unwritten.push(event);
      heard = Math.max(heard, event.seq);
      work();
    },
    next: (limit) => nextBatch(queue, limit),
    committed: (boot, seq) => {
      const before = queue.events.length;
      queue = committed(queue, boot, seq);
      stale += before - queue.events.length;
      work();
    },
    count: () => queue.events.length,
    close: async () => {
      while (working) await working;
      file?.close();
    },
  };
};
