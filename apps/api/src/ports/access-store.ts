import type { UserRole } from "@baton/shared/contract/http/session.ts";

export interface UserRecord {
  readonly id: string;
  readonly name: string;
  readonly role: UserRole;
  readonly passwordHash: string;
  /** May not log in. */
  readonly disabled: boolean;
}

export interface SessionRecord {
  readonly user: UserRecord;
  readonly expiresAt: number;
}

export interface ApiTokenRecord {
  readonly id: string;
  readonly name: string;
  readonly role: UserRole;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** Users and what lets them in. Tokens appear only as digests. */
export interface AccessStore {
  readonly adminExists: () => Promise<boolean>;
  readonly findUser: (name: string) => Promise<UserRecord | null>;

  /** Replaces the set-up token, of which there is one at most. */
  readonly putSetupToken: (digest: string, expiresAt: number) => Promise<void>;
  /** In one transaction: burns the token and makes the user; null when the token is not the valid one. */
  readonly createFirstAdmin: (
    digest: string,
    at: number,
    admin: { name: string; passwordHash: string },
  ) => Promise<UserRecord | null>;

  readonly putSession: (digest: string, userId: string, at: number, expiresAt: number) => Promise<void>;
  readonly findSession: (digest: string) => Promise<SessionRecord | null>;
  readonly endSession: (digest: string) => Promise<void>;
  readonly dropExpiredSessions: (at: number) => Promise<void>;

  readonly putApiToken: (digest: string, token: ApiTokenRecord) => Promise<void>;
  readonly findApiToken: (digest: string) => Promise<ApiTokenRecord | null>;
  readonly listApiTokens: () => Promise<readonly ApiTokenRecord[]>;
  /** False when there is none of that id. */
  readonly dropApiToken: (id: string) => Promise<boolean>;
}
