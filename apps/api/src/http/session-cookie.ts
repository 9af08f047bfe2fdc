import type { Session } from "@baton/shared/contract/http/session.ts";
import type { FastifyReply } from "fastify";
import type { NewSession } from "../usecases/access.ts";
import { SESSION_COOKIE } from "./deps.ts";

/** How browsers keep a session: out of reach of scripts, and off unencrypted ways where the hub has https. */
export const sessionCookie = (publicUrl: string | null) => {
  const cookie = {
    path: "/",
    httpOnly: true,
    sameSite: "strict" as const,
    secure: publicUrl?.startsWith("https:") ?? false,
  };
  return {
    admit: (reply: FastifyReply, { token, actor, csrfToken, expiresAt }: NewSession): Session => {
      reply.setCookie(SESSION_COOKIE, token, { ...cookie, expires: new Date(expiresAt) });
      return { user: actor, setupNeeded: false, csrfToken };
    },
    clear: (reply: FastifyReply) => reply.clearCookie(SESSION_COOKIE, cookie),
  };
};
