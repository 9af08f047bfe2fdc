import { STATUS_CODES } from "node:http";
import type { Problem } from "@baton/shared/contract/http/problem.ts";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import type { Log } from "../../ports/log.ts";
import { isDatabaseAway } from "../../ports/database-away.ts";
import { HubError } from "../../usecases/hub-error.ts";
import type { Http } from "../deps.ts";

const DATABASE_RETRY_SECONDS = 5;

export const problemOf = (status: number, code: string, detail?: string): Problem => ({
  type: "about:blank",
  title: STATUS_CODES[status] ?? "Error",
  status,
  code,
  ...(detail === undefined ? {} : { detail }),
});

const sendProblem = (reply: FastifyReply, problem: Problem) =>
  reply.code(problem.status).type("application/problem+json").send(JSON.stringify(problem));

const invalid = (error: FastifyError): Problem => {
  const issues = hasZodFastifySchemaValidationErrors(error) ? error.validation : [];
  const detail = issues
    .slice(0, 10)
    .map((issue) => `${error.validationContext ?? "request"}${issue.instancePath}: ${issue.message}`)
    .join("; ");
  return problemOf(422, "request.invalid", detail || "The request does not follow the schema.");
};

/** Every error leaves as RFC 9457 problem details; what is not meant for strangers stays in the log. */
export const installProblems = (http: Http, log: Log): void => {
  http.setErrorHandler((error: FastifyError, request: FastifyRequest, reply) => {
    if (error instanceof HubError) {
      if (error.retryAfterSeconds !== null) reply.header("retry-after", error.retryAfterSeconds);
      return sendProblem(reply, problemOf(error.status, error.code, error.message));
    }
    if (hasZodFastifySchemaValidationErrors(error)) return sendProblem(reply, invalid(error));
    const status = error.statusCode ?? 500;
    if (status === 429) return sendProblem(reply, problemOf(429, "request.too-many", "Too many requests; slow down."));
    if (status < 500) return sendProblem(reply, problemOf(status, "request.malformed", error.message));
    log.error("a request failed", {
      method: request.method,
      route: request.routeOptions.url ?? "",
      cause: String(error),
    });
    if (isDatabaseAway(error)) {
      reply.header("retry-after", DATABASE_RETRY_SECONDS);
      return sendProblem(reply, problemOf(503, "hub.no-database", "The hub's database does not answer; try again."));
    }
    return sendProblem(reply, problemOf(500, "hub.internal", "The hub failed; its log says why."));
  });
};
