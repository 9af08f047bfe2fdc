import * as z from "zod";

/** Weights of real servers, changed without a reload. Each director of the virtual server is asked on its own. */

const name = z.string().min(1).max(200);

const wish = z.object({
  /** As in the facts: "TCP 192.168.1.100:3306". */
  virtualServer: name,
  /** Address and port: "192.168.1.5:3306". */
  realServer: name,
  reason: z.string().trim().min(1).max(500),
  /** Only these directors; all that report the real server when left out. */
  nodes: z.array(name).min(1).max(100).optional(),
  /** The same request sent twice under one id is carried out once, and answered twice. */
  requestId: z
    .string()
    .regex(/^[\w-]{8,64}$/)
    .optional(),
});

const override = wish.extend({
  /** When the configured weight comes back by itself; null: when someone restores it. */
  forSeconds: z.number().int().min(1).max(31_622_400).nullable().default(null),
  /** Even when no server of the pool would be left with a weight. */
  force: z.boolean().default(false),
});

export const weightSchema = override.extend({ weight: z.number().int().min(0).max(65_535) });
/** Weight 0: new connections go elsewhere, those there are stay. */
export const drainSchema = override;
export const restoreSchema = wish;

export const weightOutcomeSchema = z.object({
  node: z.string(),
  /** `unanswered`: the director may or may not have done it; look at what it reports. */
  outcome: z.enum(["done", "refused", "failed", "expired", "unanswered"]),
  /** Stable, empty when done: "weight.last-server". */
  code: z.string(),
  message: z.string(),
  /** Whether the director's kernel, read back, has what was asked for. */
  confirmed: z.boolean(),
  /** The weight in that kernel as last read; null while its table does not have the server. */
  weight: z.number().nullable(),
});
export type WeightOutcome = z.infer<typeof weightOutcomeSchema>;

export const weightAnswerSchema = z.object({ directors: z.array(weightOutcomeSchema) }).meta({ id: "WeightAnswer" });
export type WeightAnswer = z.infer<typeof weightAnswerSchema>;
