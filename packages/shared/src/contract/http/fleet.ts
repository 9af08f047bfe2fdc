import * as z from "zod";
import { roleSchema } from "../agent-hub.ts";
import { factSourceSchema, vrrpStateSchema } from "../facts.ts";

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

export const virtualRouterViewSchema = z
  .object({
    instance: z.string(),
    vrid: z.number(),
    addresses: z.array(z.string()),
    owner: vipVerdictSchema,
    members: z.array(
      z.object({
        node: z.string(),
        state: vrrpStateSchema,
        since: z.number(),
        cause: z.string(),
        effectivePriority: z.number(),
        heldAddresses: z.array(z.string()),
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
