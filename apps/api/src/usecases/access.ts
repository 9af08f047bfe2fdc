import type { UserRole } from "@baton/shared/contract/http/session.ts";
import { type FailedLogIns, isBlocked, withFailure } from "../domain/access/failed-log-ins.ts";
import type { Actor } from "../domain/access/role.ts";
import type { AccessStore, ApiTokenRecord, UserRecord } from "../ports/access-store.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { Clock } from "../ports/clock.ts";
import type { Secrets } from "../ports/secrets.ts";
import { HubError } from "./hub-error.ts";

export const SESSION_MS = 12 * 60 * 60_000;

/** A log-in that holds. `csrfToken` follows from the session token, so it needs no storage and gives nothing away. */
export interface OpenSession {
  readonly actor: Actor;
  readonly digest: string;
  readonly csrfToken: string;
  readonly expiresAt: number;
}

export interface NewSession extends OpenSession {
  readonly token: string;
}

export interface AccessDeps {
  readonly store: AccessStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

export type Access = ReturnType<typeof newAccess>;

/** Who may come in: set-up, log-in and log-out, sessions, API tokens. */
export const newAccess = (deps: AccessDeps) => ({
  setupNeeded: async (): Promise<boolean> => !(await deps.store.adminExists()),
  setUp: (token: string, name: string, password: string) => setUp(deps, token, name, password),
  logIn: newLogIn(deps),
  logOut: (session: OpenSession) => deps.store.endSession(session.digest),
  sessionOf: (token: string) => sessionOf(deps, token),
  bearer: (token: string) => bearer(deps, token),
  newApiToken: (actor: Actor, request: { name: string; role: UserRole; validForDays: number | null }) =>
    newApiToken(deps, actor, request),
  apiTokens: () => deps.store.listApiTokens(),
  dropApiToken: (actor: Actor, id: string) => dropApiToken(deps, actor, id),
});

const csrfTokenOf = (secrets: Secrets, token: string): string => secrets.digest(`csrf ${token}`);

/** A log-in that has been granted. */
export const startSession = async (deps: AccessDeps, user: UserRecord): Promise<NewSession> => {
  const at = deps.clock.now();
  const token = deps.secrets.token("bs");
  const digest = deps.secrets.digest(token);
  const expiresAt = at + SESSION_MS;
  await deps.store.dropExpiredSessions(at);
  await deps.store.putSession(digest, user.id, at, expiresAt);
  await deps.audit.record({ at, who: user.name, action: "session.started", target: "", reason: "", detail: {} });
  const actor = { name: user.name, role: user.role };
  return { actor, token, digest, csrfToken: csrfTokenOf(deps.secrets, token), expiresAt };
};

const setUp = async (deps: AccessDeps, token: string, name: string, password: string): Promise<NewSession> => {
  const passwordHash = await deps.secrets.hashPassword(password);
  const at = deps.clock.now();
  const admin = await deps.store.createFirstAdmin(deps.secrets.digest(token), at, { name, passwordHash });
  if (!admin) {
    throw new HubError(
      403,
      "setup.token-invalid",
      "The set-up link was used or is too old. A restart prints a new one.",
    );
  }
  await deps.audit.record({ at, who: name, action: "setup.done", target: name, reason: "", detail: {} });
  return startSession(deps, admin);
};

/** The log-in, with its memory of failures. An unknown name costs as much time as a wrong password. */
const newLogIn = (deps: AccessDeps) => {
  let failures: FailedLogIns = new Map();
  let decoy: Promise<string> | undefined;
  return async (address: string, name: string, password: string): Promise<NewSession> => {
    // By address alone: a limit by name would let a stranger lock the operator out in the middle of an outage.
    const keys = [address];
    if (isBlocked(failures, keys, deps.clock.now())) {
      throw new HubError(429, "session.too-many-failures", "Too many failed log-ins. Wait half a minute.", 30);
    }
    const user = await deps.store.findUser(name);
    decoy ??= deps.secrets.hashPassword(deps.secrets.token("decoy"));
    const right = await deps.secrets.verifyPassword(user?.passwordHash ?? (await decoy), password);
    if (user && right && !user.disabled) return startSession(deps, user);
    if (user && right) throw new HubError(403, "session.disabled", "This account is disabled. Ask an administrator.");
    failures = withFailure(failures, keys, deps.clock.now());
    throw new HubError(401, "session.wrong-credentials", "This name and password do not belong together.");
  };
};

const sessionOf = async (deps: AccessDeps, token: string): Promise<OpenSession | null> => {
  const digest = deps.secrets.digest(token);
  const session = await deps.store.findSession(digest);
  if (!session || session.user.disabled || session.expiresAt <= deps.clock.now()) return null;
  const { name, role } = session.user;
  return { actor: { name, role }, digest, csrfToken: csrfTokenOf(deps.secrets, token), expiresAt: session.expiresAt };
};

const bearer = async (deps: AccessDeps, token: string): Promise<Actor | null> => {
  const found = await deps.store.findApiToken(deps.secrets.digest(token));
  if (!found || (found.expiresAt !== null && found.expiresAt <= deps.clock.now())) return null;
  return { name: `token:${found.name}`, role: found.role };
};

const newApiToken = async (
  deps: AccessDeps,
  actor: Actor,
  request: { name: string; role: UserRole; validForDays: number | null },
): Promise<{ token: string; record: ApiTokenRecord }> => {
  const createdAt = deps.clock.now();
  const { name, role, validForDays } = request;
  const expiresAt = validForDays === null ? null : createdAt + validForDays * 86_400_000;
  const token = deps.secrets.token("bt");
  const record = { id: deps.secrets.id(), name, role, createdBy: actor.name, createdAt, expiresAt };
  const entry = { at: createdAt, who: actor.name, action: "api-token.created", target: name, reason: "" };
  await deps.audit.record({ ...entry, detail: { role, expiresAt } });
  await deps.store.putApiToken(deps.secrets.digest(token), record);
  return { token, record };
};

const dropApiToken = async (deps: AccessDeps, actor: Actor, id: string): Promise<void> => {
  const at = deps.clock.now();
  await deps.audit.record({ at, who: actor.name, action: "api-token.dropped", target: id, reason: "", detail: {} });
  if (!(await deps.store.dropApiToken(id))) throw new HubError(404, "api-token.not-found", "There is no such token.");
};
