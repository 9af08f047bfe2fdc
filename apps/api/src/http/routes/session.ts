import {
  credentialsSchema,
  firstAdminSchema,
  type Session,
  sessionSchema,
} from "@baton/shared/contract/http/session.ts";
import type { FastifyReply } from "fastify";
import type { NewSession } from "../../usecases/access.ts";
import { type Http, type HttpDeps, SESSION_COOKIE } from "../deps.ts";

export const sessionRoutes = (http: Http, deps: HttpDeps): void => {
  const cookie = {
    path: "/",
    httpOnly: true,
    sameSite: "strict" as const,
    secure: deps.publicUrl?.startsWith("https:") ?? false,
  };

  const admit = (reply: FastifyReply, { token, actor, csrfToken, expiresAt }: NewSession): Session => {
    reply.setCookie(SESSION_COOKIE, token, { ...cookie, expires: new Date(expiresAt) });
    return { user: actor, setupNeeded: false, csrfToken };
  };

  http.get(
    "/session",
    { config: { needs: "nobody" }, schema: { tags: ["session"], security: [], response: { 200: sessionSchema } } },
    async (request): Promise<Session> => ({
      user: request.actor,
      setupNeeded: request.actor === null && (await deps.access.setupNeeded()),
      csrfToken: request.session?.csrfToken ?? null,
    }),
  );

  http.post(
    "/session",
    {
      config: { needs: "nobody" },
      schema: { tags: ["session"], security: [], body: credentialsSchema, response: { 200: sessionSchema } },
    },
    async (request, reply) =>
      admit(reply, await deps.access.logIn(request.ip, request.body.name, request.body.password)),
  );

  http.delete(
    "/session",
    { config: { needs: "viewer" }, schema: { tags: ["session"], response: { 200: sessionSchema } } },
    async (request, reply): Promise<Session> => {
      if (request.session) {
        await deps.access.logOut(request.session);
        deps.endLive(request.session.digest);
      }
      reply.clearCookie(SESSION_COOKIE, cookie);
      return { user: null, setupNeeded: false, csrfToken: null };
    },
  );

  http.post(
    "/setup",
    {
      config: { needs: "nobody" },
      schema: { tags: ["session"], security: [], body: firstAdminSchema, response: { 200: sessionSchema } },
    },
    async (request, reply) => {
      const { token, name, password } = request.body;
      const session = await deps.access.setUp(token, name, password);
      await deps.onSetUp();
      return admit(reply, session);
    },
  );
};
