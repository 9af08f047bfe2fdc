import * as z from "zod";
import { roleSchema } from "../agent-hub.ts";
import { factSourceSchema, trafficSchema, vrrpStateSchema } from "../facts.ts";

/** How far a value can be trusted now. `unknown` from the end of its source's lease on. */
export const freshnessSchema = z.object({
  state: z.enum(["fresh", "unknown"]),
  /** Hub time at which its witness last confirmed it. */
  confirmedAt: z.number().nullable(),
});

export const directorSchema = z
  .object({
    node: z.string(),
    roles: z.array(roleSchema),
    version: z.string(),
    connected: z.boolean(),
    connectedSince: z.number(),
    confirmed: z.partialRecord(factSourceSchema, z.number()),
  })
  .meta({ id: "Director" });

/** Who holds the VIP by what the kernels of all directors say: one, nobody, several, or not known. */
export const vipVerdictSchema = z
  .object({
    verdict: z.enum(["one", "nobody", "several", "unknown"]),
    holders: z.array(z.string()),
    since: z.number().nullable(),
    /** Directors whose word is missing or too old. */
    unheard: z.array(z.string()),
  })
  .meta({ id: "VipVerdict" });
export type VipVerdict = z.infer<typeof vipVerdictSchema>;

/** Reasons for which an advert is refused that mean: the routers are configured differently. */
export const MISMATCHES = [
  "virtual-router-id",
  "version",
  "auth-type",
  "auth-data",
  "interval",
  "addresses",
  "unicast",
  "multicast",
  "unicast-source",
] as const;

/** What directors of one virtual router should say alike. */
export const SHARED_SETTINGS = ["vrid", "version", "interval", "addresses"] as const;

/** A mismatch between the routers of a virtual router. */
export const routerWarningSchema = z
  .discriminatedUnion("type", [
    /** Two directors are configured differently, by their own facts. */
    z.object({
      type: z.literal("differs"),
      setting: z.enum(SHARED_SETTINGS),
      said: z.array(z.object({ node: z.string(), value: z.string() })),
    }),
    /** A director refuses adverts now, because whoever sends them is configured differently. */
    z.object({
      type: z.literal("refuses"),
      reason: z.enum(MISMATCHES),
      node: z.string(),
      from: z.string(),
      /** In English: what was expected and what came. */
      detail: z.string(),
      count: z.number(),
      /** Hub time of the last one. */
      at: z.number(),
    }),
  ])
  .meta({ id: "RouterWarning" });
export type RouterWarning = z.infer<typeof routerWarningSchema>;

export const virtualRouterViewSchema = z
  .object({
    instance: z.string(),
    vrid: z.number(),
    addresses: z.array(z.string()),
    owner: vipVerdictSchema,
    warnings: z.array(routerWarningSchema),
    members: z.array(
      z.object({
        node: z.string(),
        state: vrrpStateSchema,
        since: z.number(),
        cause: z.string(),
        effectivePriority: z.number(),
        heldAddresses: z.array(z.string()),
        /** Adverts refused since the start, by reason. */
        refusedAdverts: z.record(z.string(), z.number()),
        freshness: freshnessSchema,
      }),
    ),
  })
  .meta({ id: "VirtualRouter" });

export const serviceViewSchema = z
  .object({
    key: z.string(),
    scheduler: z.string(),
    persistenceTimeoutMs: z.number().nullable(),
    directors: z.array(
      z.object({
        node: z.string(),
        inTable: z.boolean(),
        traffic: trafficSchema.optional(),
        freshness: freshnessSchema,
        realServers: z.array(
          z.object({
            address: z.string(),
            port: z.number(),
            forwarding: z.string(),
            weight: z.number().nullable(),
            configuredWeight: z.number(),
            health: z.enum(["up", "down", "unchecked"]),
            reason: z.string(),
            since: z.number(),
            activeConnections: z.number(),
            inactiveConnections: z.number(),
            traffic: trafficSchema.optional(),
            /** Why the weight is not the configured one; absent when it is. */
            weightReason: z.string().optional(),
            /** A weight set by an operator, in force now; `until` is hub time. */
            overridden: z
              .object({
                weight: z.number(),
                requestedBy: z.string(),
                reason: z.string(),
                until: z.number().nullable(),
              })
              .nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: "Service" });
