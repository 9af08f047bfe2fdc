import { USER_ROLES, type UserRole } from "@baton/shared/contract/http/session.ts";

/** Who asks: a user by session, or an API token by name. */
export interface Actor {
  readonly name: string;
  readonly role: UserRole;
}

/** Roles include each other: an admin may do what an operator may, and so on. */
export const mayActAs = (role: UserRole, needed: UserRole): boolean =>
  USER_ROLES.indexOf(role) >= USER_ROLES.indexOf(needed);
