import { errorText } from "@baton/shared/base/error-text.ts";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";

/** A database as the schema engine sees it, and a way to read a few rows without the engine. */
export interface MigrationTarget {
  readonly factory: SqlMigrationAwareDriverAdapterFactory;
  readonly rows: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => Promise<void>;
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const driverError = (cause: unknown): DriverAdapterError => {
  const fields: Partial<Record<string, unknown>> = cause instanceof Error ? { ...cause } : {};
  return new DriverAdapterError({
    kind: "postgres",
    code: text(fields.code) ?? "XX000",
    severity: text(fields.severity) ?? "ERROR",
    message: errorText(cause),
    detail: text(fields.detail),
    hint: text(fields.hint),
    column: text(fields.column),
  });
};

/**
 * A script is sent as one simple query: whole, atomic, awaited. Left to themselves adapter-pg splits it at every
 * semicolon and pglite-prisma-adapter does not wait, so that a failed script would count as applied.
 */
const withWholeScripts = (adapter: SqlDriverAdapter, run: (sql: string) => Promise<unknown>): SqlDriverAdapter => {
  adapter.executeScript = async (sql) => {
    try {
      await run(sql);
    } catch (cause) {
      throw driverError(cause);
    }
  };
  return adapter;
};

/** A throw-away database in memory, in which the engine replays migrations to compare. */
const shadowDatabase = async (): Promise<SqlDriverAdapter> => {
  const database = new PGlite();
  const adapter = withWholeScripts(await new PrismaPGlite(database).connect(), (sql) => database.exec(sql));
  adapter.dispose = () => database.close();
  return adapter;
};

export const pgliteTarget = (database: PGlite): MigrationTarget => {
  const inner = new PrismaPGlite(database);
  return {
    factory: {
      provider: "postgres",
      adapterName: inner.adapterName,
      connect: async () => withWholeScripts(await inner.connect(), (sql) => database.exec(sql)),
      connectToShadowDb: shadowDatabase,
    },
    rows: async (sql) => (await database.query<Record<string, unknown>>(sql)).rows,
    close: async () => {},
  };
};

/** Its own pool of one: the engine's advisory lock belongs to the session and ends with it. */
export const postgresTarget = (connectionString: string): MigrationTarget => {
  const pool = new pg.Pool({ connectionString, max: 1, connectionTimeoutMillis: 10_000 });
  const inner = new PrismaPg(pool);
  return {
    factory: {
      provider: "postgres",
      adapterName: inner.adapterName,
      connect: async () => withWholeScripts(await inner.connect(), (sql) => pool.query(sql)),
      connectToShadowDb: shadowDatabase,
    },
    rows: async (sql) => (await pool.query<Record<string, unknown>>(sql)).rows,
    close: () => pool.end(),
  };
};
