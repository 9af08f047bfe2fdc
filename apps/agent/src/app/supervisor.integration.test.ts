import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { getPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { loadConfig } from "@baton/shared/config/load.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { Role } from "@baton/shared/contract/agent-hub.ts";
import { factId } from "@baton/shared/contract/fact-id.ts";
import type { FactOf } from "@baton/shared/contract/facts.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until as waitUntil } from "../testing/until.ts";
import { PROCESS_NAMES, type ProcessName } from "../ports/process-channel.ts";
import { Supervisor } from "./supervisor.ts";
import { type EarlyChild, forkEarly } from "./supervisor-fork.ts";

/** Real child processes that note what happens to them in one journal. */
const CHILD = (name: ProcessName, journal: string): string => `
import { appendFileSync } from "node:fs";
import { runChild } from ${JSON.stringify(new URL("./child.ts", import.meta.url).href)};
const note = (text) => appendFileSync(${JSON.stringify(journal)}, ${JSON.stringify(name)} + " " + text + "\\n");
if (process.env.BATON_TEST_CRASH === ${JSON.stringify(name)}) { note("crash"); process.exit(3); }
runChild(${JSON.stringify(name)}, async (context) => {
  if (process.env.BATON_TEST_CACHE) note("cache " + process.env.NODE_COMPILE_CACHE);
  note("start " + process.pid);
  const probe = (key, ok) => ({ kind: "probe", key, intervalMs: 1, ok, since: 1, lastError: null });
  context.report([{ op: "set", fact: probe(${JSON.stringify(name)}, true) }]);
  let known = new Set();
  const pools = (model) => {
    const each = model.virtualServers;
    note("pools " + each.map((v) => v.address + "=" + v.realServers[0].weight).join(" ") + ", kept " + each.filter((v) => known.has(v)).length);
    known = new Set(each);
  };
  if (context.model?.virtualServers.length) pools(context.model);
  if (process.env.BATON_TEST_SLOW === ${JSON.stringify(name)}) { await new Promise((resolve) => setTimeout(resolve, 300)); note("ready"); }
  return {
    command: ({ id, body }) => {
      if (body.kind === "takeover") {
        for (let i = 0; i < 20000; i++) context.report([{ op: "set", fact: probe("flood", i % 2 === 1) }]);
        context.report([{ op: "set", fact: { ...probe("flood", true), since: 99 } }]);
      }
      context.result({ id, outcome: "done", code: "", message: "by " + ${JSON.stringify(name)} });
    },
    reload: (model) => { note("reload"); pools(model); },
    relay: ({ from, message, seq }) => {
      if (message.type === "event") { note("event " + seq + " " + message.event.kind + " from " + from); context.kept(seq); context.hubLink({ state: "off", since: 0, detail: "", waitingEvents: seq }); }
      if (message.type === "facts") for (const c of message.changes) if (c.op === "set") note("fact " + c.fact.key + " " + c.fact.since);
    },
    stop: async () => {
      if (process.env.BATON_TEST_HANG === ${JSON.stringify(name)}) await new Promise((resolve) => setTimeout(resolve, 60000));
      note("stop");
    },
  };
});
`;

const POOL = "virtual_server 192.168.1.100 3306 {\n protocol TCP\n real_server 192.168.1.5 3306 {\n weight 1\n }\n}\n";
const modelFrom = (text: string): ConfigModel => {
  const { model } = loadConfig({ path: "keepalived.conf", text }, () => []);
  if (!model) throw new Error("the configuration is broken");
  return model;
};

let dir = "";
let supervisor: Supervisor;
let stopped = false;

const writePrograms = (): void => {
  for (const name of PROCESS_NAMES) writeFileSync(join(dir, `${name}.mjs`), CHILD(name, join(dir, "journal")));
};

const start = (
  roles: readonly Role[],
  model: ConfigModel | null = null,
  early: EarlyChild | null = null,
): Supervisor => {
  writePrograms();
  supervisor = new Supervisor({
    settings: {
      name: "n1",
      stateDir: dir,
      roles,
      configPath: null,
      hub: null,
      loopbackVips: [],
      mysqlDefaultsFile: null,
    },
    model,
    version: "1",
    log: () => {},
    fileOf: (name) => join(dir, `${name}.mjs`),
    early,
  });
  supervisor.start();
  return supervisor;
};

const journal = (): string[] => {
  try {
    return readFileSync(join(dir, "journal"), "utf8").trimEnd().split("\n");
  } catch {
    return [];
  }
};
/** What the processes told, should it not come true. */
const until = (what: string, holds: () => boolean): Promise<void> =>
  waitUntil(what, holds, { evidence: () => journal().slice(-30).join("\n") });
const processFact = (name: ProcessName): FactOf<"process"> => {
  const fact = supervisor.status().picture.facts[factId("process", name)];
  if (fact?.kind !== "process") throw new Error(`no fact about ${name}`);
  return fact;
};
const pidOf = (name: ProcessName): number => processFact(name).pid ?? 0;
const allStarted = (names: readonly ProcessName[]) => () =>
  names.every((name) => journal().some((line) => line.startsWith(`${name} start`)));
const end = async (): Promise<void> => {
  stopped = true;
  await supervisor.stop();
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "bag-supervisor-"));
  stopped = false;
});
afterEach(async () => {
  if (!stopped) await end();
  delete process.env.BATON_TEST_HANG;
  delete process.env.BATON_TEST_CRASH;
  delete process.env.BATON_TEST_SLOW;
  rmSync(dir, { recursive: true, force: true });
});

test("stops in order: services, vrrp, the rest, and the uplink last", async () => {
  start(["director", "realserver", "witness"]);
  await until("all started", allStarted(PROCESS_NAMES.filter((name) => name !== "bfd" && name !== "mail")));
  await end();
  const stops = journal().filter((line) => line.endsWith(" stop"));
  expect(stops.slice(0, 2)).toEqual(["services stop", "vrrp stop"]);
  expect(stops.slice(2, 4).toSorted()).toEqual(["host stop", "witness stop"]);
  expect(stops.slice(4)).toEqual(["uplink stop"]);
});

test("the election and the uplink begin when the table stands", async () => {
  process.env.BATON_TEST_SLOW = "services";
  start(["director"], modelFrom(POOL));
  const waiting = getPriority(pidOf("vrrp"));
  await until("all started", allStarted(["vrrp", "uplink"]));
  // Ahead of others when it has something to do, not while it waits; without the permission it stays where it was.
  expect(waiting).toBe(getPriority());
  if (process.getuid?.() === 0) expect(getPriority(pidOf("vrrp"))).toBeLessThan(waiting);
  const lines = journal();
  const at = (prefix: string): number => lines.findIndex((line) => line.startsWith(prefix));
  expect(at("services ready")).toBeGreaterThanOrEqual(0);
  expect(at("vrrp start")).toBeGreaterThan(at("services ready"));
  expect(at("uplink start")).toBeGreaterThan(at("services ready"));
});

test("an agent that is stopped before its table stands still stops in order, and its uplink hears of it", async () => {
  process.env.BATON_TEST_SLOW = "services";
  start(["director"], modelFrom(POOL));
  await until("services started", allStarted(["services"]));
  supervisor.event({ kind: "agent.stopping", severity: "warning", at: 1, subject: "n1", text: "one", data: {} });
  await end();
  const lines = journal();
  expect(lines).toContain("uplink event 1 agent.stopping from supervisor");
  expect(lines.filter((line) => line.endsWith(" stop"))).toEqual(["services stop", "uplink stop"]);
});

test("a services process that was forked early is the one that runs, and is dropped where nobody wants it", async () => {
  writePrograms();
  const early = forkEarly("services", join(dir, "services.mjs"));
  start(["director"], null, early);
  await until("all started", allStarted(["vrrp", "services", "uplink"]));
  expect(early.take()).toBeNull();
  expect(journal().filter((line) => line.startsWith("services start"))).toEqual([
    `services start ${pidOf("services")}`,
  ]);
  expect(processFact("services").restarts).toBe(0);
  await end();
  const unwanted = forkEarly("services", join(dir, "services.mjs"));
  start(["witness"], null, unwanted);
  expect(unwanted.take()).toBeNull();
  await until("the witness", allStarted(["witness"]));
  await supervisor.stop();
  expect(journal().filter((line) => line.startsWith("services "))).toHaveLength(2);
});

/** Enough of them that most are told ahead. */
const POOLS = Array.from({ length: 150 }, (_, index) => POOL.replace("192.168.1.100", `192.168.2.${index}`));
const POOLS_LINE = `services pools ${POOLS.map((_, index) => `192.168.2.${index}=${index === 7 ? 9 : 1}`).join(" ")}, kept 0`;
/** As they are read first, and as the model has them in the end. */
const POOLS_READ = modelFrom(POOLS.join("")).virtualServers;
const POOLS_MODEL = modelFrom(
  POOLS.map((text, index) => (index === 7 ? text.replace("weight 1", "weight 9") : text)).join(""),
);

test("an early process that has died is started anew, and told everything", async () => {
  writePrograms();
  process.env.BATON_TEST_CRASH = "services";
  const early = forkEarly("services", join(dir, "services.mjs"));
  for (const server of POOLS_READ.slice(0, 100)) early.ahead(server);
  await until("its death", () => journal().includes("services crash"));
  for (const server of POOLS_READ.slice(100)) early.ahead(server);
  delete process.env.BATON_TEST_CRASH;
  start(["director"], POOLS_MODEL, early);
  await until("services", () => journal().includes(POOLS_LINE));
});

test("an early process has the configuration in the end, of which it was told a part ahead", async () => {
  writePrograms();
  const early = forkEarly("services", join(dir, "services.mjs"));
  for (const server of POOLS_READ) early.ahead(server);
  start(["director"], POOLS_MODEL, early);
  await until("services", () => journal().includes(POOLS_LINE));
  expect(processFact("services").restarts).toBe(0);
  process.kill(pidOf("services"), "SIGKILL");
  await until("the restart", () => journal().filter((line) => line === POOLS_LINE).length === 2);
});

test("compiled code is kept for the processes, and not for what they run", async () => {
  const cache = join(dir, "cache");
  process.env.NODE_COMPILE_CACHE = cache;
  process.env.BATON_TEST_CACHE = "yes";
  try {
    start(["witness"]);
    await until("the witness", allStarted(["witness"]));
  } finally {
    delete process.env.NODE_COMPILE_CACHE;
    delete process.env.BATON_TEST_CACHE;
  }
  expect(journal()).toContain("witness cache undefined");
  await end();
  expect(readdirSync(cache)).not.toEqual([]);
});

test("a reload tells of what changed, and a process that was killed hears the whole again", async () => {
  const second = POOL.replace("192.168.1.100", "192.168.1.101");
  const pools = (): string[] => journal().filter((line) => line.startsWith("services pools"));
  start(["director"], modelFrom(POOL + second));
  await until("the start", () => pools().length === 1);
  expect(pools()[0]).toBe("services pools 192.168.1.100=1 192.168.1.101=1, kept 0");
  supervisor.reload(modelFrom(second + POOL.replace("weight 1", "weight 2")));
  await until("the reload", () => pools().length === 2);
  expect(pools()[1]).toBe("services pools 192.168.1.101=1 192.168.1.100=2, kept 1");
  process.kill(pidOf("services"), "SIGKILL");
  await until("the restart", () => pools().length === 3);
  expect(pools()[2]).toBe("services pools 192.168.1.101=1 192.168.1.100=2, kept 0");
});

test("a killed services process comes back and vrrp is never touched", async () => {
  start(["director"]);
  await until("all started", allStarted(["vrrp", "services", "uplink"]));
  const vrrp = pidOf("vrrp");
  process.kill(pidOf("services"), "SIGKILL");
  await until("restart", () => processFact("services").restarts === 1 && processFact("services").state === "running");
  await until("the event", () =>
    journal().some((line) => /^uplink event \d+ process.exited from supervisor$/.test(line)),
  );
  expect(pidOf("vrrp")).toBe(vrrp);
  expect(processFact("vrrp").restarts).toBe(0);
  expect(journal().filter((line) => line.startsWith("vrrp "))).toHaveLength(1);
});

test("a killed uplink hears the picture again, and no event twice once it was kept", async () => {
  start(["director"]);
  await until("all started", allStarted(["vrrp", "services", "uplink"]));
  supervisor.event({ kind: "agent.started", severity: "info", at: 1, subject: "n1", text: "one", data: {} });
  await until("the first event kept", () => supervisor.status().hub?.waitingEvents === 1);
  expect(journal()).toContain("uplink event 1 agent.started from supervisor");
  const before = journal().length;
  process.kill(pidOf("uplink"), "SIGKILL");
  await until("the picture", () =>
    journal()
      .slice(before)
      .some((line) => line === "uplink fact vrrp 1"),
  );
  await until("the exit event", () =>
    journal()
      .slice(before)
      .some((line) => line.includes("event 2 process.exited")),
  );
  expect(
    journal()
      .slice(before)
      .filter((line) => line.includes("event 1 ")),
  ).toEqual([]);
});

test("an uplink that does not read costs no memory: facts merge and the last word arrives", async () => {
  start(["director"]);
  await until("all started", allStarted(["vrrp", "services", "uplink"]));
  const uplink = pidOf("uplink");
  process.kill(uplink, "SIGSTOP");
  const answer = await supervisor.command(
    {
      id: "c1",
      deadline: 0,
      requestedBy: "t",
      reason: "",
      body: { kind: "takeover", instance: "VI_1", leaseMs: 1000 },
    },
    15_000,
  );
  expect(answer).toMatchObject({ outcome: "done", message: "by vrrp" });
  await until("the flood", () => {
    const fact = supervisor.status().picture.facts[factId("probe", "flood")];
    return fact?.kind === "probe" && fact.since === 99;
  });
  process.kill(uplink, "SIGCONT");
  await until("the last word", () => journal().includes("uplink fact flood 99"));
  expect(journal().filter((line) => line.startsWith("uplink fact flood")).length).toBeLessThan(2000);
});

test("a services process that hangs does not hold up the VIP for long", async () => {
  process.env.BATON_TEST_HANG = "services";
  start(["director"]);
  await until("all started", allStarted(["vrrp", "services", "uplink"]));
  const began = performance.now();
  await end();
  expect(performance.now() - began).toBeLessThan(6000);
  expect(journal()).toContain("vrrp stop");
});

test("a process that can't start is tried again at growing intervals, not in a spin", async () => {
  process.env.BATON_TEST_CRASH = "witness";
  start(["witness"]);
  await until("three deaths", () => journal().filter((line) => line === "witness crash").length >= 3);
  const { restarts } = processFact("witness");
  await sleep(300);
  expect(processFact("witness").restarts - restarts).toBeLessThan(3);
});

test("a command for a role this agent has not is refused", async () => {
  start(["witness"]);
  const answer = await supervisor.command(
    { id: "c1", deadline: 0, requestedBy: "t", reason: "", body: { kind: "release", instance: "VI_1" } },
    1000,
  );
  expect(answer).toMatchObject({ outcome: "refused", code: "command.wrong-role" });
});
