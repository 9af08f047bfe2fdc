import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { systemClock } from "../adapters/clock.ts";
import { dropSetupLink, lockDataFolder, readSecretFile, writeSetupLink } from "../adapters/data-folder.ts";
import { stderrLog } from "../adapters/log.ts";
import { prismaAccessStore } from "../adapters/prisma/access-store.ts";
import { type Database, openDatabase } from "../adapters/prisma/database.ts";
import { USUAL_WAIT_MS } from "../adapters/prisma/server-ready.ts";
import { systemSecrets } from "../adapters/secrets.ts";
import { type App, buildApp } from "../app.ts";
import type { HubSettings } from "../settings.ts";
import { freshSetupToken, setupLink } from "../usecases/setup-link.ts";
import { enrolmentTokensIn } from "./enrolment-file.ts";
import { speak } from "./speech.ts";

/** Things to undo, last first, whatever happens between. */
type Undo = (() => Promise<void>)[];

const undoAll = async (undo: Undo): Promise<void> => {
  for (const step of undo.reverse()) {
    await step().catch((cause: unknown) => stderrLog.error("while stopping", { cause: String(cause) }));
  }
};

const readTokens = async (file: string | null): Promise<Readonly<Record<string, string>>> => {
  if (file === null) return {};
  const tokens = enrolmentTokensIn(await readSecretFile(file));
  if (!tokens.ok) throw new Error(`${file} ${tokens.error}`);
  return tokens.value;
};

const listen = async ({ http }: App, { host, port }: HubSettings): Promise<string> => {
  try {
    await http.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : "";
    const where = formatEndpoint({ address: host, port });
    if (code === "EADDRINUSE") throw new Error(`${where} is taken by another program; choose another --listen`);
    if (code === "EADDRNOTAVAIL") throw new Error(`this machine has no address ${host}; choose another --listen`);
    if (code === "EACCES")
      throw new Error(`no right to listen on ${where}; ports below 1024 need CAP_NET_BIND_SERVICE`);
    throw cause;
  }
  const bound = http.server.address();
  const address =
    typeof bound === "object" && bound ? { address: bound.address, port: bound.port } : { address: host, port };
  return `http://${formatEndpoint(address)}`;
};

/** Prints the one-time link that makes the first administrator, while there is none. */
const offerSetup = async (token: string | null, folder: string, url: string): Promise<void> => {
  if (token === null) return dropSetupLink(folder);
  const link = setupLink(url, token);
  await writeSetupLink(folder, link);
  console.log(speak(`No administrator yet. This link makes one, once, within 24 hours:\n\n  ${link}\n`));
};

const patience = (stop?: AbortSignal) => ({
  waitMs: USUAL_WAIT_MS,
  stop,
  onWait: (server: string, why: string) =>
    stderrLog.info("waiting for the database server", { server, why, seconds: USUAL_WAIT_MS / 1000 }),
});

/** null when the hub is stopped before the database server answers. */
const openOrStop = async (
  { database }: HubSettings,
  { migrations, stop }: { migrations: string; stop: AbortSignal },
): Promise<Database | null> => {
  try {
    return await openDatabase(database, migrations, patience(stop));
  } catch (cause) {
    if (stop.aborted) return null;
    throw cause;
  }
};

/** Runs until the signal aborts, then leaves nothing behind. Throws a sentence when the hub cannot start. */
export const runHub = async (
  settings: HubSettings,
  options: { migrations: string; version: string; stop: AbortSignal },
) => {
  const undo: Undo = [];
  try {
    const tokens = await readTokens(settings.enrolmentFile);
    undo.push(await lockDataFolder(settings.dataDir));
    const database = await openOrStop(settings, options);
    if (database === null) return;
    undo.push(database.close);
    if (database.appliedMigrations.length > 0) {
      stderrLog.info("database brought up to date", { migrations: database.appliedMigrations.join(",") });
    }
    const app = await buildApp({
      client: database.client,
      clock: systemClock,
      secrets: systemSecrets,
      log: stderrLog,
      publicUrl: settings.publicUrl,
      webDir: settings.webDir,
      version: options.version,
      enrolmentTokens: tokens,
      onSetUp: () => dropSetupLink(settings.dataDir),
    });
    undo.push(app.close);
    const store = prismaAccessStore(database.client);
    const token = await freshSetupToken({ store, clock: systemClock, secrets: systemSecrets });
    if (options.stop.aborted) return;
    const address = await listen(app, settings);
    await offerSetup(token, settings.dataDir, settings.publicUrl ?? address);
    stderrLog.info("hub is listening", { url: address });
    await new Promise<void>((resolve) => {
      if (options.stop.aborted) resolve();
      options.stop.addEventListener("abort", () => resolve(), { once: true });
    });
    stderrLog.info("hub is stopping");
  } finally {
    await undoAll(undo);
  }
};

/** Makes the database and brings it up to date, then ends. */
export const initHub = async (
  settings: Pick<HubSettings, "dataDir" | "database">,
  migrations: string,
): Promise<void> => {
  const release = await lockDataFolder(settings.dataDir);
  try {
    const database = await openDatabase(settings.database, migrations, patience());
    await database.close();
    console.log(speak(`Database ready, ${database.appliedMigrations.length} migrations applied.`));
  } finally {
    await release();
  }
};
