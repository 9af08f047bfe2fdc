import { eventPageSchema, eventQuerySchema } from "@baton/shared/contract/http/events.ts";
import type { Http, HttpDeps } from "../deps.ts";

export const eventRoutes = (http: Http, { events }: HttpDeps): void => {
  http.get(
    "/events",
    { schema: { tags: ["events"], querystring: eventQuerySchema, response: { 200: eventPageSchema } } },
    async (request) => events.query(request.query),
  );
};
