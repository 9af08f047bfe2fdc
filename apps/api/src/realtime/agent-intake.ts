import type * as z from "zod";
import { fullBucket, type Rate, take } from "../domain/access/token-bucket.ts";
import type { Counters } from "../domain/diagnostics/counters.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { AgentSocket } from "./socket-types.ts";

/** Messages of one agent: far above the ten or so a second that a busy director sends. */
const MESSAGE_RATE: Rate = { capacity: 2_000, perSecond: 500 };

/** Malformed messages before the connection is ended; the agent may try again. */
const MAX_MALFORMED = 50;

interface Deps {
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Intake {
  /** The message as the schema has it, or null, counted and named. */
  readonly parsed: <T>(kind: string, schema: z.ZodType<T>, message: unknown) => T | null;
  readonly reject: (kind: string) => void;
}

/** A slower sender would do; one that never stops is cut off. */
const limitRate = (socket: AgentSocket, { counters, clock, log }: Deps): void => {
  let bucket = fullBucket(MESSAGE_RATE, clock.now());
  socket.use((_packet, next) => {
    if (!socket.connected) return;
    const drawn = take(bucket, MESSAGE_RATE, clock.now());
    bucket = drawn.bucket;
    if (drawn.taken) return next();
    counters.count("agent.too-many-messages");
    log.warn("an agent sends too much and is disconnected", { node: socket.data.node });
    socket.disconnect(true);
  });
};

/** What stands between an agent's connection and its handlers. */
export const newIntake = (socket: AgentSocket, deps: Deps): Intake => {
  let malformed = 0;
  limitRate(socket, deps);
  const reject = (kind: string): void => {
    deps.counters.count(`agent.malformed.${kind}`);
    malformed++;
    if (malformed === 1) deps.log.warn("malformed message from an agent", { node: socket.data.node, kind });
    if (malformed > MAX_MALFORMED) socket.disconnect(true);
  };
  return {
    reject,
    parsed: (kind, schema, message) => {
      const result = schema.safeParse(message);
      if (result.success) return result.data;
      reject(kind);
      return null;
    },
  };
};
