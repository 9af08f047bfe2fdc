import {
  credentialsSchema,
  firstAdminSchema,
  type Session,
  sessionSchema,
} from "@baton/shared/contract/http/session.ts";
import type { Http, HttpDeps } from "../deps.ts";
import { sessionCookie } from "../session-cookie.ts";

export const sessionRoutes = (http: Http, deps: HttpDeps): void => {
  const { admit, clear } = sessionCookie(deps.publicUrl);

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
      clear(reply);
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
