import type { UserRole } from "@baton/shared/contract/http/session.ts";
import type { Invitation, MadeInvitation, User } from "@baton/shared/contract/http/users.ts";
import { type FailedLogIns, isBlocked, withFailure } from "../domain/access/failed-log-ins.ts";
import type { Actor } from "../domain/access/role.ts";
import type { UserChange, UserStore } from "../ports/user-store.ts";
import { type AccessDeps, type NewSession, type OpenSession, startSession } from "./access.ts";
import { HubError } from "./hub-error.ts";

interface Deps extends AccessDeps {
  readonly users: UserStore;
  /** Lets go of the live connections of a session that was ended. */
  readonly endLive: (digest: string) => void;
}

export type Users = ReturnType<typeof newUsers>;

/** Accounts after the first: invited by one-time link, given roles, disabled; everybody's own password. */
export const newUsers = (deps: Deps) => ({
  list: async () => ({
    users: [...(await deps.users.list())],
    invitations: [...(await deps.users.invitations(deps.clock.now()))],
  }),
  invite: (actor: Actor, name: string, role: UserRole, hours: number) => invite(deps, actor, name, role, hours),
  passwordLink: (actor: Actor, name: string) => passwordLink(deps, actor, name),
  dropInvitation: (actor: Actor, name: string) => dropInvitation(deps, actor, name),
  invited: (token: string) => invited(deps, token),
  accept: (token: string, password: string) => accept(deps, token, password),
  change: (actor: Actor, name: string, change: UserChange) => changeUser(deps, actor, name, change),
  changePassword: newPasswordChange(deps),
});

const HOUR_MS = 3_600_000;
const PASSWORD_LINK_HOURS = 24;

const makeLink = async (
  deps: Deps,
  actor: Actor,
  action: string,
  { name, role, hours }: { name: string; role: UserRole; hours: number },
): Promise<MadeInvitation> => {
  const createdAt = deps.clock.now();
  const token = deps.secrets.token("bi");
  const invitation = { name, role, createdBy: actor.name, createdAt, expiresAt: createdAt + hours * HOUR_MS };
  const entry = { at: createdAt, who: actor.name, action, target: name, reason: "" };
  await deps.audit.record({ ...entry, detail: { role, expiresAt: invitation.expiresAt } });
  await deps.users.putInvitation(deps.secrets.digest(token), invitation);
  return { ...invitation, token };
};

const invite = async (
  deps: Deps,
  actor: Actor,
  name: string,
  role: UserRole,
  hours: number,
): Promise<MadeInvitation> => {
  if ((await deps.store.findUser(name)) !== null) {
    throw new HubError(409, "user.name-taken", "There is a user of that name.");
  }
  return makeLink(deps, actor, "invitation.created", { name, role, hours });
};

/** For someone who lost the password: the old one holds until the link is used. */
const passwordLink = async (deps: Deps, actor: Actor, name: string): Promise<MadeInvitation> => {
  const user = await deps.store.findUser(name);
  if (user === null) throw notFound();
  if (user.disabled) throw new HubError(409, "user.disabled", "This user is disabled.");
  return makeLink(deps, actor, "password-link.created", { name, role: user.role, hours: PASSWORD_LINK_HOURS });
};

const notFound = (): HubError => new HubError(404, "user.not-found", "There is no such user.");

const dropInvitation = async (deps: Deps, actor: Actor, name: string): Promise<void> => {
  const at = deps.clock.now();
  await deps.audit.record({ at, who: actor.name, action: "invitation.dropped", target: name, reason: "", detail: {} });
  if (!(await deps.users.dropInvitation(name))) {
    throw new HubError(404, "invitation.not-found", "There is no such invitation.");
  }
};

const invalidLink = (): HubError =>
  new HubError(403, "invitation.token-invalid", "This link was used, taken back or is too old.");

const invited = async (deps: Deps, token: string): Promise<Pick<Invitation, "name" | "role">> => {
  const found = await deps.users.findInvitation(deps.secrets.digest(token), deps.clock.now());
  if (found === null) throw invalidLink();
  return { name: found.name, role: found.role };
};

/** Whoever chose the password is logged in; every other session of that user ends. */
const accept = async (deps: Deps, token: string, password: string): Promise<NewSession> => {
  await invited(deps, token);
  const passwordHash = await deps.secrets.hashPassword(password);
  const at = deps.clock.now();
  const user = await deps.users.accept(deps.secrets.digest(token), at, passwordHash);
  if (user === null) throw invalidLink();
  const entry = { at, who: user.name, action: "invitation.accepted", target: user.name, reason: "" };
  await deps.audit.record({ ...entry, detail: { role: user.role } });
  await endSessions(deps, user.id, null);
  return startSession(deps, user);
};

const endSessions = async ({ users, endLive }: Deps, id: string, except: string | null): Promise<void> => {
  for (const digest of await users.endSessions(id, except)) endLive(digest);
};

const changeUser = async (deps: Deps, actor: Actor, name: string, change: UserChange): Promise<User> => {
  const at = deps.clock.now();
  const { role = null, disabled = null } = change;
  const entry = { at, who: actor.name, action: "user.changed", target: name, reason: "" };
  await deps.audit.record({ ...entry, detail: { role, disabled } });
  const user = await deps.users.change(name, change, at);
  if (user === "missing") throw notFound();
  if (user === "last-admin") {
    throw new HubError(409, "user.last-admin", "This is the last administrator who may log in.");
  }
  if (user.disabledAt !== null) {
    const record = await deps.store.findUser(name);
    if (record) await endSessions(deps, record.id, null);
  }
  return user;
};

/** One's own password, by the current one; with the log-in's memory of failures. */
const newPasswordChange = (deps: Deps) => {
  let failures: FailedLogIns = new Map();
  return async (session: OpenSession, current: string, next: string): Promise<void> => {
    const { name } = session.actor;
    if (isBlocked(failures, [name], deps.clock.now())) {
      throw new HubError(429, "session.too-many-failures", "Too many wrong passwords. Wait half a minute.", 30);
    }
    const user = await deps.store.findUser(name);
    if (user === null || !(await deps.secrets.verifyPassword(user.passwordHash, current))) {
      failures = withFailure(failures, [name], deps.clock.now());
      throw new HubError(403, "session.wrong-password", "The current password is another.");
    }
    const entry = { at: deps.clock.now(), who: name, action: "password.changed", target: name, reason: "" };
    await deps.audit.record({ ...entry, detail: {} });
    await deps.users.setPassword(user.id, await deps.secrets.hashPassword(next));
    await endSessions(deps, user.id, session.digest);
  };
};
