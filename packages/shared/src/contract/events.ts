import * as z from "zod";

/** Things that happened, told once, kept by the agent until the hub has committed them. */

export const EVENT_KINDS = [
  "agent.started",
  "agent.stopping",
  "process.exited",
  "config.loaded",
  "config.refused",
  "vrrp.transition",
  "vrrp.advert-refused",
  "track.changed",
  "notify.ended",
  "address.added",
  "address.removed",
  "address.failed",
  "real-server.added",
  "real-server.removed",
  "real-server.weight",
  "real-server.many",
  "script.failed",
  "ipvs.failed",
  "quorum.gained",
  "quorum.lost",
  "loopback-vip.changed",
  "replication.changed",
  "takeover.started",
  "takeover.ended",
  "witness.outage",
] as const;
export const eventKindSchema = z.enum(EVENT_KINDS);
export type EventKind = z.infer<typeof eventKindSchema>;

export const eventDataSchema = z.record(
  z.string().max(60),
  z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
);

/** An event before its agent has numbered it. */
export const agentEventSchema = z.object({
  kind: eventKindSchema,
  severity: z.enum(["info", "warning", "critical"]),
  /** Milliseconds since 1970 by the agent's clock. */
  at: z.number().int().nonnegative(),
  /** What it is about: an instance, a real server's key, a process. */
  subject: z.string().max(300),
  /** The English log line, in keepalived's vocabulary. Other languages are made from kind, subject and data. */
  text: z.string().max(2000),
  data: eventDataSchema,
});
export type AgentEvent = z.infer<typeof agentEventSchema>;

/** (agent, boot, seq) names an event for ever, which makes a repeat harmless. */
export const numberedEventSchema = agentEventSchema.extend({
  boot: z.string().min(8).max(64),
  seq: z.number().int().positive(),
});
export type NumberedEvent = z.infer<typeof numberedEventSchema>;
