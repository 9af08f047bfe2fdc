import type { UserRole } from "@baton/shared/contract/http/session.ts";
import type { Invitation, User } from "@baton/shared/contract/http/users.ts";
import type { UserRecord } from "./access-store.ts";

export interface UserChange {
  readonly role?: UserRole | undefined;
  readonly disabled?: boolean | undefined;
}

/** The accounts, and the links by which people choose their passwords. Tokens appear only as digests. */
export interface UserStore {
  readonly list: () => Promise<readonly User[]>;
  /** In one transaction with the check that an administrator is left who may log in. */
  readonly change: (name: string, change: UserChange, at: number) => Promise<User | "missing" | "last-admin">;
  readonly setPassword: (id: string, passwordHash: string) => Promise<void>;
  /** Ends a user's sessions, all but one; their digests. */
  readonly endSessions: (id: string, except: string | null) => Promise<readonly string[]>;

  readonly invitations: (at: number) => Promise<readonly Invitation[]>;
  /** Replaces an earlier one of the same name. */
  readonly putInvitation: (digest: string, invitation: Invitation) => Promise<void>;
  readonly dropInvitation: (name: string) => Promise<boolean>;
  readonly findInvitation: (digest: string, at: number) => Promise<Invitation | null>;
  /**
   * In one transaction: burns the link, and makes the user or gives an existing one the password. Null when the link
   * is not good, or the user is disabled.
   */
  readonly accept: (digest: string, at: number, passwordHash: string) => Promise<UserRecord | null>;
}
