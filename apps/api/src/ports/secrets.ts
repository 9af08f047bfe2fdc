/** Randomness and hashing, which only the edge may do. */
export interface Secrets {
  /** 256 random bits, URL-safe, behind a prefix that tells what it opens. */
  readonly token: (prefix: string) => string;
  readonly id: () => string;
  /** For tokens, which are random: SHA-256, hex. */
  readonly digest: (token: string) => string;
  /** For passwords, which are not: argon2id. */
  readonly hashPassword: (password: string) => Promise<string>;
  readonly verifyPassword: (hash: string, password: string) => Promise<boolean>;
}
