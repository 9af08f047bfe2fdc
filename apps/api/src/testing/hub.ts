import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { systemClock } from "../adapters/clock.ts";
import { prismaAccessStore } from "../adapters/prisma/access-store.ts";
import { embeddedClient } from "../adapters/prisma/database.ts";
import { pgliteTarget } from "../adapters/prisma/migration-target.ts";
import { applyMigrations } from "../adapters/prisma/migrations.ts";
import { systemSecrets } from "../adapters/secrets.ts";
import { type AppDeps, buildApp } from "../app.ts";
import type { PrismaClient } from "../generated/client.ts";
import type { Log } from "../ports/log.ts";
import { freshSetupToken } from "../usecases/setup-link.ts";

export const MIGRATIONS = fileURLToPath(new URL("../../../../prisma/migrations", import.meta.url));
export const PASSWORD = "correct horse battery";

export interface TestDatabase {
  readonly client: PrismaClient;
  readonly empty: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A real database in memory with the real migrations; started once for a file, emptied between its tests. */
export const openTestDatabase = async (): Promise<TestDatabase> => {
  const database = new PGlite();
  await applyMigrations(pgliteTarget(database), MIGRATIONS);
  const client = embeddedClient(database);
  const tables = await database.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'",
  );
  const names = tables.rows.map((row) => row.name).join(", ");
  return {
    client,
    empty: async () => {
      await database.exec(`TRUNCATE ${names} CASCADE`);
    },
    close: async () => {
      await client.$disconnect();
      await database.close();
    },
  };
};

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

export type TestHub = Awaited<ReturnType<typeof startTestHub>>;

/** The whole hub on that database, listening on a free port of the loopback. */
export const startTestHub = async (client: PrismaClient, changes: Partial<AppDeps> = {}) => {
  const app = await buildApp({
    client,
    clock: systemClock,
    secrets: systemSecrets,
    log: silent,
    publicUrl: null,
    webDir: null,
    version: "test",
    enrolmentTokens: {},
    onSetUp: async () => {},
    ...changes,
  });
  await app.http.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.http.server.address() as AddressInfo;
  return { app, http: app.http, url: `http://127.0.0.1:${port}`, close: app.close };
};

/** A browser's part: the cookie it keeps and the token it sends along. */
export interface Person {
  readonly headers: { readonly cookie: string; readonly "x-csrf-token": string };
}

/** Makes the first administrator through the set-up link's own route. */
export const setUpAdmin = async (hub: TestHub, client: PrismaClient): Promise<Person> => {
  const token = await freshSetupToken({
    store: prismaAccessStore(client),
    clock: systemClock,
    secrets: systemSecrets,
  });
  const reply = await hub.http.inject({
    method: "POST",
    url: "/api/v1/setup",
    payload: { token, name: "ann", password: PASSWORD },
  });
  return personOf(reply);
};

export const personOf = (reply: { cookies: { name: string; value: string }[]; json: () => unknown }): Person => {
  const [cookie] = reply.cookies;
  const { csrfToken } = reply.json() as { csrfToken: string };
  return { headers: { cookie: `${cookie?.name}=${cookie?.value}`, "x-csrf-token": csrfToken } };
};

/** A folder of its own, and its removal. */
export const temporaryFolder = async (): Promise<{ path: string; remove: () => Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), "baton-hub-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};

/** Looks until there is an answer; throws when there is none in time. */
export const until = async <T>(what: string, look: () => Promise<T | null> | T | null, ms = 60_000): Promise<T> => {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > end) throw new Error(`not in ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};
