import * as z from "zod";
import { probeReportSchema } from "../commands.ts";

export const DRILL_OUTCOMES = ["passed", "moved-slowly", "not-moved", "refused", "failed", "interrupted"] as const;

/** What happened, in order; hub clock. `node` is the agent that saw it. */
export const drillStepSchema = z.object({
  at: z.number(),
  code: z.enum([
    "requested",
    "preflight-passed",
    "probing",
    "takeover-sent",
    "new-master",
    "old-master-yielded",
    "probe-ended",
    "released",
    "handed-back",
    "ended",
  ]),
  node: z.string().nullable(),
  /** In English. */
  detail: z.string(),
  /** The same as a code with its arguments, for other languages; absent from drills of older hubs. */
  say: z
    .object({ code: z.string().max(100), args: z.record(z.string(), z.union([z.string(), z.number()])) })
    .optional(),
});

export const drillSchema = z
  .object({
    id: z.string(),
    instance: z.string(),
    state: z.enum(["preflight", "probing", "moving", "settling", "ended"]),
    requestedBy: z.string(),
    reason: z.string(),
    requestedAt: z.number(),
    endedAt: z.number().nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    witness: z.string().nullable(),
    /** Whether the VIP goes back to the old master when the measurement is over. */
    handBack: z.boolean(),
    outcome: z.enum(DRILL_OUTCOMES).nullable(),
    /** Why it was refused or failed: stable code and sentence; null otherwise. */
    problem: z.object({ code: z.string(), message: z.string() }).nullable(),
    steps: z.array(drillStepSchema),
    /** The witness's measurement of the move to the backup; null until it is in. */
    report: probeReportSchema.nullable(),
    /** The witness's measurement of the way back, when handBack was asked for. */
    handBackReport: probeReportSchema.nullable(),
  })
  .meta({ id: "Drill" });
export type Drill = z.infer<typeof drillSchema>;

/** The answer of GET /drills, newest first. */
export const drillListSchema = z.object({ drills: z.array(drillSchema) });

export const newDrillSchema = z.object({
  instance: z.string().min(1).max(200),
  reason: z.string().min(1).max(500),
  handBack: z.boolean().default(false),
});

/** Preflight: all that would stop a drill now, with what to do; empty means go. */
export const drillPreflightSchema = z.object({
  instance: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  witness: z.string().nullable(),
  blockers: z.array(z.object({ code: z.string(), message: z.string() })),
});
