import * as z from "zod";

/** What the hub, or a person at the local control socket, may ask of an agent. */

const name = z.string().min(1).max(200);

export const commandBodySchema = z.discriminatedUnion("kind", [
  /** Make before break: become master by priority, hold until released or until the lease ends. */
  z.object({ kind: z.literal("takeover"), instance: name, leaseMs: z.number().int().min(1000).max(3_600_000) }),
  z.object({ kind: z.literal("release"), instance: name }),
  /** Begin probing a TCP endpoint from this agent's place; answered when probes succeed steadily. */
  z.object({
    kind: z.literal("probe-start"),
    probeId: name,
    address: name,
    port: z.number().int().min(1).max(65535),
    intervalMs: z.number().int().min(1).max(10_000),
    /** Stops by itself after this time, so that a lost hub leaves no probe behind. */
    maxDurationMs: z.number().int().min(100).max(3_600_000),
  }),
  /** End that probe; the answer's evidence is a ProbeReport. */
  z.object({ kind: z.literal("probe-stop"), probeId: name }),
  /**
   * Sets a real server's weight in place of the configured one, 0 to drain it: new connections go elsewhere, those
   * there are stay. Holds over reloads and restarts until restored, or until `untilMs` (milliseconds since 1970).
   */
  z.object({
    kind: z.literal("weight"),
    virtualServer: name,
    realServer: name,
    weight: z.number().int().min(0).max(65_535),
    untilMs: z.number().int().positive().optional(),
    /** Beats the command's own reason, which the local control socket has no place for. */
    reason: z.string().max(500).optional(),
    /** Even when no server of the pool would be left with a weight. */
    force: z.boolean().optional(),
  }),
  z.object({ kind: z.literal("weight-restore"), virtualServer: name, realServer: name }),
]);
export type CommandBody = z.infer<typeof commandBodySchema>;

export const commandSchema = z.object({
  id: name,
  /** Milliseconds since 1970; an agent refuses a command that reaches it later. */
  deadline: z.number().int().nonnegative(),
  requestedBy: name,
  reason: z.string().max(500),
  body: commandBodySchema,
});
export type Command = z.infer<typeof commandSchema>;

export const commandResultSchema = z.object({
  id: name,
  outcome: z.enum(["done", "refused", "failed", "expired"]),
  /** Stable: "takeover.not-backup", "takeover.no-such-instance". Empty when done. */
  code: z.string().max(100),
  message: z.string().max(2000),
  evidence: z.unknown().optional(),
});
export type CommandResult = z.infer<typeof commandResultSchema>;

export const probeGapSchema = z.object({
  /** Start of the last success before, milliseconds since 1970. */
  from: z.number(),
  /** End of the first success after. */
  to: z.number(),
  ms: z.number().nonnegative(),
});

/** What a client saw: every probe is one TCP connection on which the server must speak first. */
export const probeReportSchema = z.object({
  probeId: name,
  startedAt: z.number(),
  endedAt: z.number(),
  /** As it was in the end: a witness that could not keep the pace asked for went slower from the start. */
  intervalMs: z.number().positive(),
  probes: z.number().int().nonnegative(),
  succeeded: z.number().int().nonnegative(),
  /** Failed probes by kind: refused, reset, timeout, unreachable, other. */
  failures: z.record(z.string(), z.number().int().nonnegative()),
  /** The longest time without a success: what a client feels at worst. */
  longestGapMs: z.number().nonnegative(),
  /** The ten longest, longest first. */
  gaps: z.array(probeGapSchema).max(10),
  /** How often a success took that long: upper bounds in milliseconds, ascending, with counts. */
  latency: z.array(z.object({ upToMs: z.number(), count: z.number().int() })).max(32),
  /** How late the witness itself was with a probe, at worst: a busy host makes gaps that no client felt. */
  witnessLagMs: z.number().nonnegative().optional(),
});
export type ProbeReport = z.infer<typeof probeReportSchema>;
