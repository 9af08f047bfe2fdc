import { sessionSchema } from "@baton/shared/contract/http/session.ts";
import {
  acceptedInvitationSchema,
  invitationTokenSchema,
  invitedSchema,
  madeInvitationSchema,
  newInvitationSchema,
  passwordChangeSchema,
  userChangeSchema,
  userListSchema,
  userNameSchema,
  userSchema,
} from "@baton/shared/contract/http/users.ts";
import * as z from "zod";
import { HubError } from "../../usecases/hub-error.ts";
import type { Http, HttpDeps } from "../deps.ts";
import { actorOf } from "../plugins/authentication.ts";
import { sessionCookie } from "../session-cookie.ts";

/** Tokens cannot be guessed, but each costs a look into the database. */
const LINK_LIMIT = { max: 60, timeWindow: 60_000 };

const tags = ["users"];
const params = z.object({ name: userNameSchema });

export const userRoutes = (http: Http, { users }: HttpDeps): void => {
  const config = { needs: "admin" as const };

  http.get("/users", { config, schema: { tags, response: { 200: userListSchema } } }, async () => users.list());

  http.patch(
    "/users/:name",
    {
      config,
      schema: {
        tags,
        description: "Gives another role, disables (every session of the user ends at once) or enables again.",
        params,
        body: userChangeSchema,
        response: { 200: userSchema },
      },
    },
    async (request) => users.change(actorOf(request), request.params.name, request.body),
  );

  http.post(
    "/users/:name/password-link",
    {
      config,
      schema: {
        tags,
        description: "A one-time link for a user who lost the password, good for 24 hours.",
        params,
        response: { 201: madeInvitationSchema },
      },
    },
    async (request, reply) => reply.code(201).send(await users.passwordLink(actorOf(request), request.params.name)),
  );

  http.post(
    "/invitations",
    {
      config,
      schema: {
        tags,
        description: "A one-time link for a new user: URL/invite#TOKEN. Another one for the same name replaces it.",
        body: newInvitationSchema,
        response: { 201: madeInvitationSchema },
      },
    },
    async (request, reply) => {
      const { name, role, validForHours } = request.body;
      return reply.code(201).send(await users.invite(actorOf(request), name, role, validForHours));
    },
  );

  http.delete(
    "/invitations/:name",
    { config, schema: { tags, params, response: { 204: z.null() } } },
    async (request, reply) => {
      await users.dropInvitation(actorOf(request), request.params.name);
      return reply.code(204).send(null);
    },
  );
};

/** What needs no administrator: to use a link, and to change one's own password. */
export const ownAccountRoutes = (http: Http, { users, publicUrl }: HttpDeps): void => {
  const config = { needs: "nobody" as const, rateLimit: LINK_LIMIT };
  const { admit } = sessionCookie(publicUrl);

  http.post(
    "/invitations/look",
    { config, schema: { tags, security: [], body: invitationTokenSchema, response: { 200: invitedSchema } } },
    async (request) => users.invited(request.body.token),
  );

  http.post(
    "/invitations/accept",
    { config, schema: { tags, security: [], body: acceptedInvitationSchema, response: { 200: sessionSchema } } },
    async (request, reply) => admit(reply, await users.accept(request.body.token, request.body.password)),
  );

  http.post(
    "/session/password",
    {
      config: { needs: "viewer" },
      schema: {
        tags,
        description: "One's own password. Every other session of the user ends.",
        body: passwordChangeSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      if (request.session === null) {
        throw new HubError(403, "session.needed", "An API token has no password; log in for this.");
      }
      await users.changePassword(request.session, request.body.current, request.body.next);
      return reply.code(204).send(null);
    },
  );
};
