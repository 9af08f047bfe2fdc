import { fileURLToPath } from "node:url";
import { errorText } from "@baton/shared/base/error-text.ts";
import { PGlite } from "@electric-sql/pglite";
import { Command } from "commander";
import { outliveReaders } from "./adapters/log.ts";
import { pgliteTarget } from "./adapters/prisma/migration-target.ts";
import { writeMigration } from "./adapters/prisma/migrations.ts";
import { initHub, runHub } from "./cli/run-hub.ts";
import { speak, speakHelp } from "./cli/speech.ts";
import { databaseOf, type RawSettings, settingsOf } from "./settings.ts";

const VERSION = "0.1.0";

/** From src as from the bundle, the repository's root is three folders up. */
const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const MIGRATIONS = inRepository("prisma/migrations");

const fail = (message: string): never => {
  console.error(`baton hub: ${speak(message)}`);
  process.exit(1);
};

/** A second signal does not wait for the orderly end; others neither end the hub nor open a debugger. */
const stopSignal = (): AbortSignal => {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => (controller.signal.aborted ? process.exit(1) : controller.abort()));
  }
  for (const signal of ["SIGUSR1", "SIGUSR2"] as const) process.on(signal, () => {});
  return controller.signal;
};

const run = async (options: Omit<RawSettings, "databaseUrl">): Promise<void> => {
  const settings = settingsOf({ ...options, databaseUrl: process.env.DATABASE_URL });
  if (!settings.ok) return fail(settings.error);
  await runHub(settings.value, { migrations: MIGRATIONS, version: VERSION, stop: stopSignal() });
};

const init = async ({ dataDir }: { dataDir: string }): Promise<void> => {
  const database = databaseOf(dataDir, process.env.DATABASE_URL);
  if (!database.ok) return fail(database.error);
  await initHub({ dataDir, database: database.value }, MIGRATIONS);
};

const migration = async (name: string): Promise<void> => {
  if (!/^[a-z\d_]{1,60}$/.test(name)) return fail("a migration's name is made of a-z, 0-9 and _");
  const database = new PGlite();
  const schemaFile = inRepository("prisma/schema.prisma");
  const id = await writeMigration(pgliteTarget(database), { folder: MIGRATIONS, schemaFile, name, at: new Date() });
  await database.close();
  console.log(speak(id === null ? "The migrations lead to the schema already." : `Wrote prisma/migrations/${id}.`));
};

const program = speakHelp(new Command("baton hub"))
  .description("Collects what every agent sees, and serves the dashboard and the API. Never in the data path.")
  .version(VERSION);

program
  .command("run")
  .description("run the hub in the foreground until SIGINT or SIGTERM; log lines go to stderr")
  .requiredOption("--data-dir <dir>", "database, lock and set-up link live here")
  .option("--listen <host:port>", "address to listen on", "127.0.0.1:3000")
  .option("--public-url <url>", "where browsers reach the hub, for the set-up link and for https cookies")
  .option("--web-dir <dir>", "the built dashboard to serve")
  .option("--enrolment-file <file>", 'JSON {"node": "token"}, mode 0600: each token enrols its node once')
  .addHelpText(
    "after",
    speak(`
Environment:
  DATABASE_URL   postgresql://... to use a PostgreSQL server; without it the database is embedded in the data folder

Examples:
  baton hub run --data-dir /var/lib/baton/hub
  baton hub run --data-dir ./hub --listen 0.0.0.0:8080 --public-url http://panel.example:8080 --web-dir apps/web/out

Exit status: 0 after an orderly stop, 1 when the hub could not start or a setting is wrong.`),
  )
  .action(run);

program
  .command("init")
  .description("make the database, bring it up to date, and exit")
  .requiredOption("--data-dir <dir>", "the data folder")
  .addHelpText("after", speak("\nExample:\n  baton hub init --data-dir /var/lib/baton/hub"))
  .action(init);

program
  .command("migration <name>")
  .description("for development: write the SQL that leads from the migrations to prisma/schema.prisma")
  .addHelpText("after", speak("\nExample:\n  baton hub migration add_weights"))
  .action(migration);

outliveReaders();
try {
  await program.parseAsync();
  process.exit(0);
} catch (cause) {
  fail(errorText(cause));
}
