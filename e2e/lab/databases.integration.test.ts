import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "./command.ts";
import { findMariadb } from "./installation.ts";
import { createDatabases, type LabOptions } from "./lab.ts";
import { mountRuntime, removeLab } from "./leftovers.ts";
import { type DatabaseServer, replicationRuns } from "./mariadb.ts";
import { createNetwork, listNamespaces } from "./network.ts";
import { runtimeDir } from "./paths.ts";
import { until } from "./poll.ts";
import { createProgress } from "./progress.ts";
import { makeSecrets } from "./secrets.ts";
import { prepareSeeds, SEEDS } from "./seeds.ts";
import { NAMESPACE_ROLES, namespaceName } from "./topology.ts";

const id = `t${process.pid}`;
const secrets = makeSecrets();
let databases: Record<"db1" | "db2", DatabaseServer>;

beforeAll(async () => {
  findMariadb();
  if (!existsSync(SEEDS.mariadbData)) await prepareSeeds(() => {});
  await createNetwork(id);
  const dir = await mountRuntime(id);
  const options: LabOptions = {
    id,
    publicUrl: "",
    progress: createProgress(() => {}),
    signal: new AbortController().signal,
  };
  databases = await createDatabases(options, dir, secrets);
  await Promise.all([databases.db1.start(), databases.db2.start()]);
}, 120_000);

afterAll(async () => {
  await removeLab(id, { graceMs: 1000 });
  expect(await listNamespaces(id)).toEqual([]);
  expect(existsSync(runtimeDir(id))).toBe(false);
}, 60_000);

test("a row written on either side is on both, with numbers that can't clash", async () => {
  const { db1, db2 } = databases;
  await Promise.all([replicationRuns(db1), replicationRuns(db2)]);
  await db1.query("CREATE TABLE shop.t (id INT AUTO_INCREMENT PRIMARY KEY, v INT)");
  await until({ what: "the table is on db2", deadlineMs: 60_000 }, async () => {
    await db2.query("INSERT INTO shop.t (v) VALUES (2)");
    return true;
  });
  await db1.query("INSERT INTO shop.t (v) VALUES (1)");
  for (const server of [db1, db2]) {
    await until({ what: `both rows are on ${server.host}`, deadlineMs: 60_000 }, async () => {
      const rows = await server.query("SELECT id % 2 AS parity, v FROM shop.t ORDER BY v");
      return JSON.stringify(rows) === '[{"parity":1,"v":1},{"parity":0,"v":2}]';
    });
  }
}, 60_000);

test("a stopped server comes back and replicates on", async () => {
  const { db1, db2 } = databases;
  await db2.stop();
  await db1.query("CREATE TABLE shop.while_away (id INT PRIMARY KEY)");
  await db2.start();
  await replicationRuns(db2);
  await until({ what: "what happened meanwhile is on db2", deadlineMs: 60_000 }, async () => {
    await db2.query("SELECT * FROM shop.while_away");
    return true;
  });
}, 60_000);

test("no host has a way out", async () => {
  for (const role of NAMESPACE_ROLES) {
    const routes = await runCommand(["ip", "-n", namespaceName(id, role), "route", "show", "default"]);
    expect(routes.stdout).toBe("");
    const outside = await runCommand(["ip", "netns", "exec", namespaceName(id, role), "ip", "route", "get", "8.8.8.8"]);
    expect(outside.status).not.toBe(0);
  }
});

test("passwords are in no process's arguments", async () => {
  const arguments_ = (await runCommand(["ps", "-eo", "args"])).stdout;
  for (const { password } of Object.values(secrets.database)) expect(arguments_).not.toContain(password);
});
