import { createHash, randomBytes, randomUUID } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import type { Secrets } from "../ports/secrets.ts";

/** OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane. The library's default kind is argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each hashing holds 19 MiB and a core for tens of milliseconds; a crowd of strangers has to queue. */
const MAX_AT_ONCE = 2;
const MAX_WAITING = 50;

const limiter = () => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= MAX_AT_ONCE) {
      if (waiting.length >= MAX_WAITING) throw new Error("too many log-ins at once");
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    running++;
    try {
      return await work();
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
};

const limited = limiter();

export const systemSecrets: Secrets = {
  token: (prefix) => `${prefix}_${randomBytes(32).toString("base64url")}`,
  id: randomUUID,
  digest: (token) => createHash("sha256").update(token).digest("hex"),
  hashPassword: (password) => limited(() => hash(password, COST)),
  verifyPassword: (stored, password) => limited(() => verify(stored, password)),
};
