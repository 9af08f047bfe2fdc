import { userRoleSchema } from "@baton/shared/contract/http/session.ts";
import * as z from "zod";
import type { Http, HttpDeps } from "../deps.ts";
import { actorOf } from "../plugins/authentication.ts";

const tokenSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: userRoleSchema,
    createdBy: z.string(),
    createdAt: z.number(),
    expiresAt: z.number().nullable(),
  })
  .meta({ id: "ApiToken" });

const newTokenSchema = z.object({
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[\w.@-]+$/),
  role: userRoleSchema,
  validForDays: z.number().int().min(1).max(3650).nullable().default(365),
});

export const apiTokenRoutes = (http: Http, { access }: HttpDeps): void => {
  const tags = ["api-tokens"];
  const config = { needs: "admin" as const };

  http.get("/api-tokens", { config, schema: { tags, response: { 200: z.array(tokenSchema) } } }, async () => [
    ...(await access.apiTokens()),
  ]);

  http.post(
    "/api-tokens",
    {
      config,
      schema: {
        tags,
        description: "The token itself is in this answer and nowhere else: the hub keeps its hash.",
        body: newTokenSchema,
        response: { 201: tokenSchema.extend({ token: z.string() }).meta({ id: "NewApiToken" }) },
      },
    },
    async (request, reply) => {
      const { token, record } = await access.newApiToken(actorOf(request), request.body);
      return reply.code(201).send({ ...record, token });
    },
  );

  http.delete(
    "/api-tokens/:id",
    { config, schema: { tags, params: z.object({ id: z.string().max(100) }), response: { 204: z.null() } } },
    async (request, reply) => {
      await access.dropApiToken(actorOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
};
