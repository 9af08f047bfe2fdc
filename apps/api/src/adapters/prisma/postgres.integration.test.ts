import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectAgent, enrolNode, event, TOKEN } from "../../testing/agent.ts";
import { MIGRATIONS, setUpAdmin, startTestHub, temporaryFolder } from "../../testing/hub.ts";
import { openDatabase } from "./database.ts";
import { postgresTarget } from "./migration-target.ts";
import { migrationProblems } from "./migrations.ts";
import { waitForServer } from "./server-ready.ts";

/** PostgreSQL refuses to run as root, so it runs as nobody, in a folder and on a unix socket of its own. */
const NOBODY = 65_534;
/** Debian's folder of versions; the newest that has a server. */
const VERSIONS = process.env.BATON_POSTGRES ?? "/usr/lib/postgresql";
const BIN = (existsSync(VERSIONS) ? readdirSync(VERSIONS) : [])
  .sort((one, other) => Number(other) - Number(one))
  .map((version) => join(VERSIONS, version, "bin"))
  .find((bin) => existsSync(join(bin, "postgres")));
const PATIENT_MS = 60_000;

describe.skipIf(BIN === undefined)(`a PostgreSQL server (${BIN ?? `not found in ${VERSIONS}`})`, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: ChildProcess | undefined;
  let startServer: () => void;
  let url: string;
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

  beforeAll(async () => {
    folder = await temporaryFolder();
    const data = join(folder.path, "data");
    const sockets = join(folder.path, "s");
    await mkdir(sockets);
    if (user.uid !== undefined) {
      await chown(folder.path, NOBODY, NOBODY);
      await chown(sockets, NOBODY, NOBODY);
    }
    const options = { ...user, cwd: folder.path, env: { LC_ALL: "C", PATH: BIN } };
    const made = spawnSync(join(BIN ?? "", "initdb"), ["-D", data, "-U", "baton", "-A", "trust", "-N"], options);
    if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
    const settings = ["-c", "listen_addresses=", "-c", `unix_socket_directories=${sockets}`, "-c", "fsync=off"];
    startServer = () => {
      server = spawn(join(BIN ?? "", "postgres"), ["-D", data, ...settings], { ...options, stdio: "ignore" });
    };
    url = `postgresql://baton@localhost/postgres?host=${encodeURIComponent(sockets)}`;
  });

  const stopServer = async (): Promise<void> => {
    if (server?.exitCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGQUIT");
    await ended;
  };

  afterAll(async () => {
    await stopServer();
    await folder.remove();
  });

  test("is not waited for longer than asked, nor after a stop", async () => {
    await expect(waitForServer(url, { waitMs: 50 })).rejects.toThrow(
      /^the database server \/.*\/s does not answer: connect ENOENT .*; is it running, and is DATABASE_URL right\?$/,
    );
    const nowhere = "postgresql://u:secret@127.0.0.1:1/d";
    await expect(waitForServer(nowhere, { waitMs: 50 })).rejects.toThrow(
      "the database server 127.0.0.1:1 does not answer: connect ECONNREFUSED 127.0.0.1:1; is it",
    );
    const stopped = new AbortController();
    const waiting = waitForServer(url, { waitMs: PATIENT_MS, stop: stopped.signal, onWait: () => stopped.abort() });
    await expect(waiting).rejects.toThrow("aborted");
  });

  test("that comes up after the hub is waited for", async () => {
    const heard: string[] = [];
    const onWait = (where: string, why: string) => {
      heard.push(`${where} ${why}`);
      startServer();
    };
    await waitForServer(url, { waitMs: PATIENT_MS, onWait });
    expect(heard).toEqual([expect.stringMatching(/^\/.* connect ENOENT/)]);
  });

  test("that refuses for good is not waited for", async () => {
    const unknown = url.replace("/postgres?", "/of-nobody?");
    await expect(waitForServer(unknown, { waitMs: PATIENT_MS })).rejects.toThrow(
      'refuses: database "of-nobody" does not exist; see DATABASE_URL',
    );
  });

  test("takes the same migrations once, and two hubs at once do not collide", async () => {
    const open = () => openDatabase({ kind: "server", url }, MIGRATIONS);
    const both = await Promise.all([open(), open()]);
    const applied = both.flatMap((one) => one.appliedMigrations).sort();
    const folders = (await readdir(MIGRATIONS, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    expect(applied).toEqual(folders.map(({ name }) => name).sort());
    for (const one of both) await one.close();
    const target = postgresTarget(url);
    expect(await migrationProblems(target, MIGRATIONS)).toEqual([]);
    await target.close();
  });

  let headers: Awaited<ReturnType<typeof setUpAdmin>>["headers"];
  test("carries a hub: log-in, enrolment, events", async () => {
    const database = await openDatabase({ kind: "server", url }, MIGRATIONS);
    expect(database.appliedMigrations).toEqual([]);
    const hub = await startTestHub(database.client, { enrolmentTokens: { lvs1: TOKEN } });
    ({ headers } = await setUpAdmin(hub, database.client));
    const agent = await connectAgent(hub.url, "lvs1", await enrolNode(hub, "lvs1"));
    await agent.hello();
    await agent.events([event(1), event(2)]);
    await agent.events([event(2), event(3)]);
    const { events } = (await hub.http.inject({ url: "/api/v1/events?after=0", headers })).json();
    expect(events.map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3]);
    agent.close();
    await hub.close();
    await database.close();
  });

  test("that goes away under a running hub costs no event, and the hub goes on when it is back", async () => {
    const database = await openDatabase({ kind: "server", url }, MIGRATIONS);
    const hub = await startTestHub(database.client, { enrolmentTokens: { lvs2: `${TOKEN}-2` } });
    const agent = await connectAgent(hub.url, "lvs2", await enrolNode(hub, "lvs2", `${TOKEN}-2`));
    await agent.hello();
    await agent.events([event(1)]);
    await stopServer();
    await expect(agent.events([event(2)])).rejects.toThrow("timed out");
    const asked = await hub.http.inject({ url: "/api/v1/events?after=0", headers });
    expect([asked.statusCode, asked.headers["retry-after"], asked.json().code]).toEqual([503, "5", "hub.no-database"]);
    startServer();
    await waitForServer(url, { waitMs: PATIENT_MS });
    expect(await agent.events([event(2)])).toMatchObject({});
    const kept = await database.client.event.count({ where: { node: "lvs2" } });
    expect(kept).toBe(2);
    agent.close();
    await hub.close();
    await database.close();
  });
});
