import * as z from "zod";
import type { commandResultSchema, commandSchema } from "./commands.ts";
import { numberedEventSchema } from "./events.ts";
import { factChangeSchema, factSchema, factSourceSchema } from "./facts.ts";
import { ROLES } from "./roles.ts";

/**
 * The conversation on socket.io namespace /agent.
 *
 *   agent -> hub   hello (ack: welcome | refused), snapshot, delta, events (ack: committed), command-result
 *   hub -> agent   command (ack: received), resync
 */

const name = z.string().min(1).max(200);

export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** Who speaks: socket.io handshake auth. `key` is the agent's own key, from its enrolment. */
export const agentAuthSchema = z.object({ node: name, key: z.string().min(16).max(200) });

export const helloSchema = z.object({
  contract: z.number().int(),
  node: name,
  /** New on every start of the agent; event numbers count within it. */
  boot: z.string().min(8).max(64),
  roles: z.array(roleSchema).max(3),
  version: z.string().max(50),
  startedAt: z.number().int(),
  /** The agent's clock while it said so; the hub notes the difference. */
  clock: z.number().int(),
});
export type Hello = z.infer<typeof helloSchema>;

export const HELLO_REFUSALS = ["contract-too-old", "contract-too-new", "malformed", "name-taken"] as const;
export const helloReplySchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("welcome"), hubTime: z.number().int() }),
  z.object({ type: z.literal("refused"), code: z.enum(HELLO_REFUSALS), message: z.string() }),
]);
export type HelloReply = z.infer<typeof helloReplySchema>;

export const snapshotSchema = z.object({
  seq: z.number().int().nonnegative(),
  facts: z.array(factSchema).max(50_000),
  confirmed: z.partialRecord(factSourceSchema, z.number()),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const deltaSchema = z.object({
  seq: z.number().int().positive(),
  changes: z.array(factChangeSchema).max(10_000),
});

export const eventsSchema = z.object({ events: z.array(numberedEventSchema).min(1).max(500) });

/** All events up to `seq` of that boot are on the hub's disk; the agent may forget them. */
export const eventsAckSchema = z.object({ committed: z.object({ boot: z.string(), seq: z.number().int() }) });
export type EventsAck = z.infer<typeof eventsAckSchema>;

export interface AgentToHub {
  hello: (hello: Hello, ack: (reply: HelloReply) => void) => void;
  snapshot: (snapshot: Snapshot) => void;
  delta: (delta: z.infer<typeof deltaSchema>) => void;
  events: (batch: z.infer<typeof eventsSchema>, ack: (reply: EventsAck) => void) => void;
  "command-result": (result: z.infer<typeof commandResultSchema>) => void;
}

export interface HubToAgent {
  command: (command: z.infer<typeof commandSchema>, ack: (received: true) => void) => void;
  resync: (reason: { code: "gap" | "malformed" | "no-snapshot" }) => void;
}
