import {
  enrolledSchema,
  enrolmentTokenSchema,
  enrolSchema,
  newEnrolmentTokenSchema,
} from "@baton/shared/contract/http/enrolment.ts";
import type { Http, HttpDeps } from "../deps.ts";
import { actorOf } from "../plugins/authentication.ts";

/** Wrong tokens cannot be guessed, but each costs a look into the database. */
const ENROL_LIMIT = { max: 60, timeWindow: 60_000 };

export const enrolmentRoutes = (http: Http, { enrolment }: HttpDeps): void => {
  const tags = ["agents"];

  http.post(
    "/enrolment-tokens",
    {
      config: { needs: "admin" },
      schema: { tags, body: newEnrolmentTokenSchema, response: { 201: enrolmentTokenSchema } },
    },
    async (request, reply) => {
      const { node, validForMinutes } = request.body;
      return reply.code(201).send(await enrolment.newToken(actorOf(request), node, validForMinutes));
    },
  );

  http.post(
    "/agents/enrol",
    {
      config: { needs: "nobody", rateLimit: ENROL_LIMIT },
      schema: { tags, security: [], body: enrolSchema, response: { 200: enrolledSchema } },
    },
    async (request) => enrolment.enrol(request.body),
  );
};
