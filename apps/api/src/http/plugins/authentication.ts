import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { isOwnOrigin } from "../../domain/access/origin.ts";
import { mayActAs } from "../../domain/access/role.ts";
import { HubError } from "../../usecases/hub-error.ts";
import { type Http, type HttpDeps, SESSION_COOKIE } from "../deps.ts";

const CHANGING = new Set(["POST", "PUT", "PATCH", "DELETE"]);
const BEARER = /^Bearer ([\w-]{16,200})$/;

const same = (given: unknown, wanted: string): boolean => {
  if (typeof given !== "string" || given.length !== wanted.length) return false;
  return timingSafeEqual(Buffer.from(given), Buffer.from(wanted));
};

/** A session cookie travels by itself, so a change must also show the token that only our own page can read. */
const checkForgery = (request: FastifyRequest, publicUrl: string | null): void => {
  if (!CHANGING.has(request.method)) return;
  const { origin, host } = request.headers;
  if (!isOwnOrigin(origin, host, publicUrl)) {
    throw new HubError(403, "request.foreign-origin", "This request comes from a page of another site.");
  }
  if (request.session && request.routeOptions.config.needs !== "nobody") {
    if (!same(request.headers["x-csrf-token"], request.session.csrfToken)) {
      throw new HubError(403, "session.csrf-token-wrong", "Header x-csrf-token is missing or wrong.");
    }
  }
};

/** No name or reason has a NUL in it, and PostgreSQL does not take one. */
const refuseNul = (request: FastifyRequest): void => {
  if (/%00/.test(request.url) || JSON.stringify(request.body ?? null).includes("\\u0000")) {
    throw new HubError(422, "request.invalid", "The request contains a NUL character.");
  }
};

/** Finds out who asks, by API token or session, and whether that is enough for the route. */
export const installAuthentication = (http: Http, { access, publicUrl }: HttpDeps): void => {
  http.decorateRequest("actor", null);
  http.decorateRequest("session", null);

  const identify = async (request: FastifyRequest): Promise<void> => {
    const [, bearer] = BEARER.exec(request.headers.authorization ?? "") ?? [];
    if (bearer !== undefined) {
      request.actor = await access.bearer(bearer);
      return;
    }
    const token = request.cookies[SESSION_COOKIE];
    if (token === undefined || token.length > 200) return;
    request.session = await access.sessionOf(token);
    request.actor = request.session?.actor ?? null;
  };

  http.addHook("preValidation", async (request) => refuseNul(request));
  http.addHook("onRequest", async (request) => {
    await identify(request);
    checkForgery(request, publicUrl);
    const needs = request.routeOptions.config.needs ?? "viewer";
    if (needs === "nobody") return;
    if (!request.actor) throw new HubError(401, "session.missing", "Log in first.");
    if (!mayActAs(request.actor.role, needs)) {
      throw new HubError(403, "session.role-too-low", `This needs the role ${needs}.`);
    }
  });
};

/** The actor of a route that needs one; the hook above has made sure of it. */
export const actorOf = (request: FastifyRequest) => {
  if (!request.actor) throw new HubError(401, "session.missing", "Log in first.");
  return request.actor;
};
