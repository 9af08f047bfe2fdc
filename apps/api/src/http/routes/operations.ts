import * as z from "zod";
import type { Http, HttpDeps } from "../deps.ts";

const healthSchema = z
  .object({ status: z.literal("ok"), startedAt: z.number(), now: z.number() })
  .meta({ id: "Health" });

const diagnosticsSchema = z
  .object({
    startedAt: z.number(),
    /** How often each named thing happened since then. */
    counters: z.record(z.string(), z.number()),
  })
  .meta({ id: "Diagnostics" });

const auditSchema = z.array(
  z.object({
    at: z.number(),
    who: z.string(),
    action: z.string(),
    target: z.string(),
    reason: z.string(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  }),
);

export const operationRoutes = (http: Http, { audit, counters, clock, startedAt, events }: HttpDeps): void => {
  http.get(
    "/health",
    {
      config: { needs: "nobody" },
      schema: {
        tags: ["operations"],
        description: "Answers when the hub can read its database.",
        security: [],
        response: { 200: healthSchema },
      },
    },
    async () => {
      await events.query({ limit: 1 });
      return { status: "ok" as const, startedAt, now: clock.now() };
    },
  );

  http.get("/diagnostics", { schema: { tags: ["operations"], response: { 200: diagnosticsSchema } } }, async () => ({
    startedAt,
    counters: { ...counters.read() },
  }));

  http.get(
    "/audit",
    {
      config: { needs: "admin" },
      schema: {
        tags: ["operations"],
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(100) }),
        response: { 200: auditSchema },
      },
    },
    async (request) =>
      (await audit.latest(request.query.limit)).map((entry) => ({ ...entry, detail: { ...entry.detail } })),
  );
};
