import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import type { Http, HttpDeps } from "./deps.ts";
import { installAuthentication } from "./plugins/authentication.ts";
import { installOpenApi } from "./plugins/openapi.ts";
import { installProblems } from "./plugins/problems.ts";
import { installSecurityHeaders } from "./plugins/security-headers.ts";
import { installWeb } from "./plugins/web.ts";
import { apiTokenRoutes } from "./routes/api-tokens.ts";
import { drillRoutes } from "./routes/drills.ts";
import { enrolmentRoutes } from "./routes/enrolment.ts";
import { eventRoutes } from "./routes/events.ts";
import { fleetRoutes } from "./routes/fleet.ts";
import { operationRoutes } from "./routes/operations.ts";
import { sessionRoutes } from "./routes/session.ts";
import { ownAccountRoutes, userRoutes } from "./routes/users.ts";
import { weightRoutes } from "./routes/weights.ts";

/** For each address; a dashboard asks for a handful of things and then listens. */
const REQUEST_LIMIT = { max: 1_200, timeWindow: 60_000 };

const ROUTES = [
  sessionRoutes,
  fleetRoutes,
  eventRoutes,
  drillRoutes,
  weightRoutes,
  userRoutes,
  ownAccountRoutes,
  enrolmentRoutes,
  apiTokenRoutes,
  operationRoutes,
] as const;

/** Everything under one Fastify: security headers, documentation, /api/v1, the dashboard. */
export const installHttp = async (
  http: Http,
  deps: HttpDeps,
  options: { webDir: string | null; version: string },
): Promise<void> => {
  http.setValidatorCompiler(validatorCompiler);
  http.setSerializerCompiler(serializerCompiler);
  installProblems(http, deps.log);
  await installSecurityHeaders(http, deps.publicUrl?.startsWith("https:") ?? false);
  await http.register(cookie);
  await installOpenApi(http, options.version);
  await http.register(
    async (api: Http) => {
      await api.register(rateLimit, REQUEST_LIMIT);
      installAuthentication(api, deps);
      for (const routes of ROUTES) routes(api, deps);
    },
    { prefix: "/api/v1" },
  );
  await installWeb(http, options.webDir);
};
