import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { MigrationList, SchemasContainer } from "@prisma/schema-engine-wasm";
import type { MigrationTarget } from "./migration-target.ts";
import { openSchemaEngine } from "./schema-engine.ts";

const FILTERS = { externalTables: [], externalEnums: [] };
const LOCK_FILE = "migration_lock.toml";

const readMigrations = async (folder: string): Promise<MigrationList> => {
  const baseDir = resolve(folder);
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const directory = async (path: string) => {
    const value = await readFile(join(baseDir, path, "migration.sql"), "utf8");
    return { path, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } } };
  };
  return {
    baseDir,
    shadowDbInitScript: "",
    lockfile: { path: LOCK_FILE, content: await readFile(join(baseDir, LOCK_FILE), "utf8").catch(() => null) },
    migrationDirectories: await Promise.all(names.sort().map(directory)),
  };
};

const contentOf = (directory: MigrationList["migrationDirectories"][number]): string =>
  directory.migrationFile.content.tag === "ok" ? directory.migrationFile.content.value : "";

/** True when the database says of every file here, by name and checksum, that it was applied, and of no other. */
const isUpToDate = async (target: MigrationTarget, list: MigrationList): Promise<boolean> => {
  const tables = await target.rows("SELECT to_regclass('_prisma_migrations')::text AS name");
  if (!tables[0]?.name) return false;
  const rows = await target.rows(
    "SELECT migration_name, checksum, finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  if (rows.length !== list.migrationDirectories.length) return false;
  const applied = new Map(rows.filter((row) => row.done === true).map((row) => [row.migration_name, row.checksum]));
  return list.migrationDirectories.every(
    (directory) => applied.get(directory.path) === createHash("sha256").update(contentOf(directory)).digest("hex"),
  );
};

/**
 * Brings the database up to the migrations in `folder` and returns the names of those applied. Loading the engine is
 * slow, so it is left out when there is nothing to do. Throws when a migration fails or the history does not fit.
 */
export const applyMigrations = async (target: MigrationTarget, folder: string): Promise<readonly string[]> => {
  const migrationsList = await readMigrations(folder);
  if (await isUpToDate(target, migrationsList)) return [];
  const engine = await openSchemaEngine(target);
  try {
    return (await engine.applyMigrations({ migrationsList, filters: FILTERS })).appliedMigrationNames;
  } finally {
    engine.free();
  }
};

/** Migration names that the database knows as edited since, failed, or missing here. For tests and diagnosis. */
export const migrationProblems = async (target: MigrationTarget, folder: string): Promise<readonly string[]> => {
  const engine = await openSchemaEngine(target);
  try {
    const diagnosis = await engine.diagnoseMigrationHistory({
      migrationsList: await readMigrations(folder),
      optInToShadowDatabase: false,
      filters: FILTERS,
    });
    return [...diagnosis.editedMigrationNames, ...diagnosis.failedMigrationNames];
  } finally {
    engine.free();
  }
};

/** Writes the SQL that leads from the migrations in `folder` to the schema; null when there is no difference. */
export const writeMigration = async (
  target: MigrationTarget,
  options: { folder: string; schemaFile: string; name: string; at: Date },
): Promise<string | null> => {
  const { folder } = options;
  const schema: SchemasContainer = {
    files: [{ path: options.schemaFile, content: await readFile(options.schemaFile, "utf8") }],
  };
  const list = await readMigrations(folder);
  const engine = await openSchemaEngine(target, schema);
  try {
    const difference = await engine.diff({
      from: list.migrationDirectories.length > 0 ? { tag: "migrations", ...list } : { tag: "empty" },
      to: { tag: "schemaDatamodel", ...schema },
      script: true,
      exitCode: true,
      filters: FILTERS,
    });
    if (difference.exitCode === 0 || difference.stdout === null) return null;
    const id = `${options.at.toISOString().replace(/\D/g, "").slice(0, 14)}_${options.name}`;
    await mkdir(join(folder, id), { recursive: true });
    await writeFile(join(folder, id, "migration.sql"), difference.stdout);
    await writeFile(join(folder, LOCK_FILE), 'provider = "postgresql"\n');
    return id;
  } finally {
    engine.free();
  }
};
