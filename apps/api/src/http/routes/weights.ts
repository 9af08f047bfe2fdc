import { drainSchema, restoreSchema, weightAnswerSchema, weightSchema } from "@baton/shared/contract/http/weights.ts";
import type * as z from "zod";
import type { Http, HttpDeps } from "../deps.ts";
import { actorOf } from "../plugins/authentication.ts";

export const weightRoutes = (http: Http, { changeWeight }: HttpDeps): void => {
  const config = { needs: "operator" as const };
  const schema = <T extends z.ZodType>(body: T, description: string) => ({
    tags: ["real-servers"],
    description: `${description} The answer says for each director what became of it and what its kernel has now.`,
    body,
    response: { 200: weightAnswerSchema },
  });

  http.post(
    "/real-servers/weight",
    { config, schema: schema(weightSchema, "Sets a weight in place of the configured one.") },
    async (request) => {
      const { weight, forSeconds, force, ...wish } = request.body;
      return changeWeight({ ...wish, override: { weight, forSeconds, force } }, actorOf(request));
    },
  );

  http.post(
    "/real-servers/drain",
    { config, schema: schema(drainSchema, "Weight 0: new connections go elsewhere, those there are stay.") },
    async (request) => {
      const { forSeconds, force, ...wish } = request.body;
      return changeWeight({ ...wish, override: { weight: 0, forSeconds, force } }, actorOf(request));
    },
  );

  http.post(
    "/real-servers/restore",
    { config, schema: schema(restoreSchema, "The configured weight again.") },
    async (request) => changeWeight({ ...request.body, override: null }, actorOf(request)),
  );
};
