import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { PrismaClient } from "../../generated/client.ts";
import { pgliteTarget, postgresTarget } from "./migration-target.ts";
import { applyMigrations } from "./migrations.ts";
import { type Patience, USUAL_WAIT_MS, waitForServer } from "./server-ready.ts";

export type DatabaseSettings =
  | { readonly kind: "embedded"; readonly folder: string }
  | { readonly kind: "server"; readonly url: string };

export interface Database {
  readonly client: PrismaClient;
  readonly appliedMigrations: readonly string[];
  readonly close: () => Promise<void>;
}

/** A client on an embedded database that is already open; the caller keeps the database. */
export const embeddedClient = (database: PGlite): PrismaClient =>
  new PrismaClient({ adapter: new PrismaPGlite(database) });

const openEmbedded = async (folder: string, migrations: string): Promise<Database> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const database = await PGlite.create(join(folder));
  const appliedMigrations = await applyMigrations(pgliteTarget(database), migrations);
  const client = embeddedClient(database);
  return {
    client,
    appliedMigrations,
    close: async () => {
      await client.$disconnect();
      await database.close();
    },
  };
};

const openServer = async (url: string, migrations: string, patience: Patience): Promise<Database> => {
  await waitForServer(url, patience);
  const target = postgresTarget(url);
  let appliedMigrations: readonly string[];
  try {
    appliedMigrations = await applyMigrations(target, migrations);
  } finally {
    await target.close();
  }
  const client = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: 10 }) });
  return { client, appliedMigrations, close: () => client.$disconnect() };
};

/**
 * Opens the database and brings it up to the migrations; a server that is still starting is waited for. Throws when it
 * cannot be opened or a migration fails.
 */
export const openDatabase = (
  settings: DatabaseSettings,
  migrations: string,
  patience: Patience = { waitMs: USUAL_WAIT_MS },
): Promise<Database> =>
  settings.kind === "embedded"
    ? openEmbedded(settings.folder, migrations)
    : openServer(settings.url, migrations, patience);
