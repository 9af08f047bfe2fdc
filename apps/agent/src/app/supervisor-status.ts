import { roleSchema } from "@baton/shared/contract/agent-hub.ts";
import { commandBodySchema, commandResultSchema } from "@baton/shared/contract/commands.ts";
import { factSchema } from "@baton/shared/contract/facts.ts";
import * as z from "zod";

/** What `baton agent status --json` prints, and what the local control socket carries: one JSON line each way. */
export const agentStatusSchema = z.object({
  name: z.string(),
  roles: z.array(roleSchema).readonly(),
  version: z.string(),
  boot: z.string(),
  startedAt: z.number(),
  pid: z.number(),
  hub: z
    .object({
      state: z.enum(["off", "enrolling", "connecting", "connected", "refused"]),
      since: z.number(),
      detail: z.string(),
      waitingEvents: z.number(),
    })
    .nullable(),
  picture: z.object({
    seq: z.number(),
    facts: z.record(z.string(), factSchema),
    confirmed: z.record(z.string(), z.number()),
  }),
});
export type AgentStatus = z.infer<typeof agentStatusSchema>;

export const controlRequestSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("status") }),
  z.object({ type: z.literal("config") }),
  z.object({ type: z.literal("command"), requestedBy: z.string().min(1).max(200), body: commandBodySchema }),
]);
export type ControlRequest = z.infer<typeof controlRequestSchema>;

export const controlReplySchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("status"), status: agentStatusSchema }),
  /** The model of the configuration that runs, null without one; whoever reads it has to be of the same version. */
  z.object({ type: z.literal("config"), version: z.string(), model: z.unknown() }),
  z.object({ type: z.literal("result"), result: commandResultSchema }),
  z.object({ type: z.literal("error"), message: z.string() }),
]);
export type ControlReply = z.infer<typeof controlReplySchema>;
