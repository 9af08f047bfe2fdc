import {
  drillListSchema,
  drillPreflightSchema,
  drillSchema,
  newDrillSchema,
} from "@baton/shared/contract/http/drills.ts";
import * as z from "zod";
import { HubError } from "../../usecases/hub-error.ts";
import type { Http, HttpDeps } from "../deps.ts";
import { actorOf } from "../plugins/authentication.ts";

const idSchema = z.object({ id: z.string().min(1).max(100) });
const listSchema = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) });
const instanceSchema = z.object({ instance: z.string().min(1).max(200) });

export const drillRoutes = (http: Http, deps: HttpDeps): void => {
  const tags = ["drills"];

  http.get(
    "/drills",
    { schema: { tags, querystring: listSchema, response: { 200: drillListSchema } } },
    async (request) => ({ drills: await deps.drillStore.latest(request.query.limit) }),
  );

  http.get(
    "/drills/preflight",
    { schema: { tags, querystring: instanceSchema, response: { 200: drillPreflightSchema } } },
    async (request) => {
      const { instance } = request.query;
      const { from, to, witness, blockers } = deps.drills.preflight(instance);
      return { instance, from, to, witness, blockers: [...blockers] };
    },
  );

  http.get("/drills/:id", { schema: { tags, params: idSchema, response: { 200: drillSchema } } }, async (request) => {
    const current = deps.drills.current();
    const drill = current?.id === request.params.id ? current : await deps.drillStore.find(request.params.id);
    if (!drill) throw new HubError(404, "drill.not-found", "There is no such drill.");
    return drill;
  });

  http.post(
    "/drills",
    {
      config: { needs: "operator" },
      schema: {
        tags,
        description: "Begins a drill. One that cannot go is answered too, ended, with outcome `refused`.",
        body: newDrillSchema,
        response: { 201: drillSchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await deps.drills.start({ ...request.body, requestedBy: actorOf(request).name })),
  );

  http.post(
    "/drills/:id/release",
    {
      config: { needs: "operator" },
      schema: {
        tags,
        description: "Ends the takeover that a drill without hand back has left in force.",
        params: idSchema,
        response: { 200: drillSchema },
      },
    },
    async (request) => deps.releaseDrill(request.params.id, actorOf(request)),
  );
};
