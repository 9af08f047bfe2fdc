import * as z from "zod";

/**
 * What an agent knows right now, as small facts under stable keys. A fact is replaced whole. Its age is the age
 * of the last confirmation of its source, so an unconfirmed fact can be shown as unknown rather than believed.
 */

/** Milliseconds since 1970 by the clock of the host that says so. */
const instant = z.number().int().nonnegative();
const name = z.string().min(1).max(200);
const sentence = z.string().max(2000);
const count = z.number().int().nonnegative();

export const VRRP_STATES = ["initialize", "backup", "master", "fault"] as const;
export const vrrpStateSchema = z.enum(VRRP_STATES);
export type VrrpState = z.infer<typeof vrrpStateSchema>;

const virtualRouter = z.object({
  kind: z.literal("virtual-router"),
  /** The instance's name. */
  key: name,
  vrid: z.number().int().min(1).max(255),
  version: z.union([z.literal(2), z.literal(3)]),
  interface: name,
  state: vrrpStateSchema,
  since: instant,
  /** Why the state was entered, in keepalived's vocabulary. */
  cause: sentence,
  basePriority: z.number().int().min(0).max(255),
  effectivePriority: z.number().int().min(0).max(255),
  advertIntervalMs: z.number().positive(),
  /** The addresses of the configuration. */
  addresses: z.array(name).max(1000),
  /** Those of them the kernel holds on this host now, read back by netlink. */
  heldAddresses: z.array(name).max(1000),
  /** The master last heard, null while none was or while it is this node. */
  master: z.object({ address: name, priority: count, heardAt: instant }).nullable(),
  /** A takeover by command in force, with its end. */
  takeover: z.object({ until: instant }).nullable(),
  /** Malformed or refused adverts since the start, by reason. */
  refusedAdverts: z.record(name, count),
  /** The last one of each reason; absent from an agent that does not tell. */
  refusals: z
    .array(z.object({ reason: name, from: name, detail: sentence, at: instant }))
    .max(30)
    .optional(),
  /** How late the process woke up for its timers; told with one of its instances. `belowMs` null: the rest. */
  lateness: z
    .object({
      longestMs: z.number().nonnegative(),
      buckets: z.array(z.object({ belowMs: z.number().positive().nullable(), count })).max(32),
    })
    .optional(),
});

/** Counted by the kernel since the entry was made, or zeroed. */
export const trafficSchema = z.object({
  connections: count,
  inPackets: count,
  outPackets: count,
  inBytes: count,
  outBytes: count,
});

const virtualServer = z.object({
  kind: z.literal("virtual-server"),
  /** "TCP 192.168.1.100:3306", "FWM 5"; of a group "TCP group web". */
  key: name,
  scheduler: name,
  persistenceTimeoutMs: z.number().nonnegative().nullable(),
  /** Whether the kernel's table has it, as last read. */
  inTable: z.boolean(),
  /** Absent while the table does not have it; of a group the sum. */
  traffic: trafficSchema.optional(),
});

const realServer = z.object({
  kind: z.literal("real-server"),
  /** "TCP 192.168.1.100:3306 -> 192.168.1.5:3306". */
  key: name,
  virtualServer: name,
  address: name,
  port: z.number().int().min(0).max(65535),
  forwarding: z.enum(["NAT", "DR", "TUN"]),
  configuredWeight: count,
  /** As read from the kernel; null while the table does not have it. */
  weight: count.nullable(),
  activeConnections: count,
  inactiveConnections: count,
  /** Absent while the table does not have it. */
  traffic: trafficSchema.optional(),
  health: z.enum(["up", "down", "unchecked"]),
  /** The checkers' last word about it. */
  reason: sentence,
  since: instant,
  /** Why the weight is not the configured one: replication lag, a script's word, an operator's; absent when it is. */
  weightReason: sentence.optional(),
  /** A weight set by an operator, in force now. */
  overridden: z
    .object({ weight: count, requestedBy: name, reason: sentence, until: instant.nullable() })
    .nullable()
    .optional(),
});

const loopbackVip = z.object({
  kind: z.literal("loopback-vip"),
  key: name,
  onLoopback: z.boolean(),
  /** What keeps this host from being a correct DR real server; empty when nothing does. */
  problems: z.array(sentence).max(20),
});

const replication = z.object({
  kind: z.literal("replication"),
  key: name,
  reachable: z.boolean(),
  serverId: count.nullable(),
  readOnly: z.boolean().nullable(),
  ioRunning: z.boolean().nullable(),
  sqlRunning: z.boolean().nullable(),
  lagSeconds: z.number().nonnegative().nullable(),
  source: sentence.nullable(),
  problem: sentence.nullable(),
});

const agentProcess = z.object({
  kind: z.literal("process"),
  key: name,
  state: z.enum(["running", "restarting", "stopped"]),
  pid: count.nullable(),
  restarts: count,
  since: instant,
});

const probe = z.object({
  kind: z.literal("probe"),
  /** "192.168.1.100:3306", the target. */
  key: name,
  intervalMs: z.number().positive(),
  ok: z.boolean(),
  since: instant,
  lastError: sentence.nullable(),
});

export const factSchema = z.discriminatedUnion("kind", [
  virtualRouter,
  virtualServer,
  realServer,
  loopbackVip,
  replication,
  agentProcess,
  probe,
]);
export type Fact = z.infer<typeof factSchema>;
export type FactKind = Fact["kind"];
export type FactOf<K extends FactKind> = Extract<Fact, { kind: K }>;

/** The part of an agent that witnessed a fact. Every source confirms all its facts together. */
export const factSourceSchema = z.enum(["vrrp", "services", "host", "mysql", "witness", "supervisor"]);
export type FactSource = z.infer<typeof factSourceSchema>;

export const factChangeSchema = z.discriminatedUnion("op", [
  z.object({ op: z.literal("set"), fact: factSchema }),
  z.object({ op: z.literal("remove"), kind: z.string(), key: name }),
  /** Every fact of this source was seen true again at this time. */
  z.object({ op: z.literal("confirm"), source: factSourceSchema, at: instant }),
]);
export type FactChange = z.infer<typeof factChangeSchema>;
