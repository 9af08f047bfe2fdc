import * as z from "zod";

/** What the lab asks of its program in the client's namespace: one line of JSON each way, answers carry the id. */
export const clientRequestSchema = z.object({
  id: z.number().int(),
  body: z.discriminatedUnion("op", [
    z.object({
      op: z.literal("sql"),
      host: z.string(),
      port: z.number().int(),
      user: z.string(),
      password: z.string(),
      database: z.string(),
      statements: z.array(z.string()).min(1),
    }),
    z.object({ op: z.literal("probe-start"), host: z.string(), port: z.number().int(), intervalMs: z.number().min(1) }),
    z.object({ op: z.literal("probe-stop") }),
  ]),
});
export type ClientRequest = z.infer<typeof clientRequestSchema>["body"];

const cellSchema = z.union([z.string(), z.number(), z.null()]);

export const probeSummarySchema = z.object({
  attempts: z.number().int(),
  succeeded: z.number().int(),
  failures: z.record(z.string(), z.number().int()),
  longestGapMs: z.number().nullable(),
});
export type ProbeSummary = z.infer<typeof probeSummarySchema>;

export const clientReplySchema = z.object({
  id: z.number().int(),
  error: z.string().optional(),
  /** The last statement's rows. */
  rows: z.array(z.record(z.string(), cellSchema)).optional(),
  probe: probeSummarySchema.optional(),
});
export type ClientReply = z.infer<typeof clientReplySchema>;
