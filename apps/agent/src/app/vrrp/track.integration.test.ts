import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { millis } from "@baton/shared/base/duration.ts";
import type { ConfigModel, VrrpInstance } from "@baton/shared/config/model.ts";
import type { ScriptCommand, TrackScript, VirtualRoute } from "@baton/shared/config/model-track.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { instance, modelOf, VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`VRRP tracking tests skipped: ${problem}`);

const running: VrrpProcess[] = [];
const networks: TestNetwork[] = [];
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bv3-"));
  chmodSync(folder, 0o755);
});

afterEach(async () => {
  for (const each of running.splice(0)) {
    if (each.exitCode === null) each.kill();
    await until("the end of a process", () => each.exitCode !== null);
  }
  for (const network of networks.splice(0)) network.remove();
  rmSync(folder, { recursive: true, force: true });
});

const start = (model: ConfigModel): VrrpProcess => {
  const network = createNetwork({ a: "192.168.1.2/24" });
  networks.push(network);
  const started = new VrrpProcess(network.namespace("a"), model);
  running.push(started);
  return started;
};

const fast = (changes: Partial<VrrpInstance>): VrrpInstance =>
  instance({ version: 3, authentication: null, advertInterval: millis(100), ...changes });

const command = (...argv: readonly [string, ...string[]]): ScriptCommand => ({
  argv,
  user: { name: "root", group: null },
});

const program = (name: string, body: string): string => {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return path;
};

const place = { line: 1, column: 1 };
const range = { path: "test.conf", start: place, end: place };

const script = (name: string, changes: Partial<TrackScript> & Pick<TrackScript, "command">): TrackScript => ({
  name,
  range,
  interval: millis(200),
  timeout: millis(0),
  rise: 1,
  fall: 1,
  weight: 0,
  reverse: false,
  initFail: false,
  ...changes,
});

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
};

/** For what must not happen. */
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

describe.skipIf(problem !== null)("what is tracked and notified", () => {
  test("a script's weight changes the priority, its failure without a weight means fault", async () => {
    const flag = join(folder, "flag");
    const weighted = script("weighted", { command: command(program("w", `test ! -e ${flag}`)) });
    const strict = script("strict", {
      command: command(program("s", `test ! -e ${flag}.2 || { echo broken; exit 3; }`)),
    });
    const a = start({
      ...modelOf(
        fast({
          trackScripts: [
            { name: "weighted", weight: -30, reverse: false },
            { name: "strict", weight: 0, reverse: false },
          ],
        }),
      ),
      trackScripts: [weighted, strict],
    });
    await until("master after the first results", () => a.state === "master");
    writeFileSync(flag, "");
    await until("a lower priority", () => a.fact?.effectivePriority === 70);
    expect(a.state).toBe("master");
    writeFileSync(`${flag}.2`, "");
    await until("fault", () => a.state === "fault");
    expect(a.fact?.cause).toBe("script strict: exit status 3: broken");
    rmSync(flag);
    rmSync(`${flag}.2`);
    await until("master again", () => a.state === "master" && a.fact?.effectivePriority === 100);
    expect(a.log.some((line) => line.includes("VRRP_Script(strict) failed (exit status 3: broken)"))).toBe(true);
  });

  test("a script that hangs is killed with all its children, counts as failed, and never delays the process", async () => {
    const pids = join(folder, "pids");
    const body = `trap '' TERM\nsleep 300 & echo $! $$ > ${pids}\nwait`;
    const hanging = script("hang", { command: command(program("h", body)), timeout: millis(300) });
    const a = start({
      ...modelOf(fast({ trackScripts: [{ name: "hang", weight: -10, reverse: false }] })),
      trackScripts: [hanging],
    });
    await until("the time limit to count", () => a.fact?.effectivePriority === 90);
    const first = read(pids).trim().split(" ").map(Number);
    expect(first).toHaveLength(2);
    await until("the killing", () => first.every((pid) => !alive(pid)));
    await until("the next run", () => read(pids).trim() !== first.join(" ") && read(pids) !== "");
    const second = read(pids).trim().split(" ").map(Number);
    await a.stop();
    await until("the running script's end", () => second.every((pid) => !alive(pid)));
    expect(a.transitions()).toEqual(["backup", "master", "initialize"]);
  });

  test("the end of the VRRP process, however it comes, ends its helper and what that runs", async () => {
    const pids = join(folder, "pids");
    const long = script("long", {
      command: command(program("l", `echo $$ $PPID > ${pids}\nexec sleep 300`)),
      timeout: millis(60_000),
    });
    const a = start({
      ...modelOf(fast({ trackScripts: [{ name: "long", weight: 10, reverse: false }] })),
      trackScripts: [long],
    });
    await until("the script to run", () => read(pids).trim() !== "");
    const both = read(pids).trim().split(" ").map(Number);
    a.kill();
    await until("both to end", () => both.every((pid) => !alive(pid)));
  });

  test("a helper that dies is started again, and what it said stays in force meanwhile", async () => {
    const pid = join(folder, "pid");
    const said = script("said", { command: command(program("p", `echo $PPID > ${pid}; exit 1`)) });
    const a = start({
      ...modelOf(fast({ trackScripts: [{ name: "said", weight: -10, reverse: false }] })),
      trackScripts: [said],
    });
    await until("the first result", () => a.fact?.effectivePriority === 90 && a.state === "master");
    const first = Number(read(pid));
    process.kill(first, "SIGKILL");
    await until("another helper", () => read(pid).trim() !== "" && Number(read(pid)) !== first);
    expect(a.fact?.effectivePriority).toBe(90);
    expect(a.transitions()).toEqual(["backup", "master"]);
  });

  test("another account, and script security", async () => {
    const out = join(folder, "out");
    writeFileSync(out, "");
    chmodSync(out, 0o666);
    const path = program("id", `echo "$(id -u) $(id -G) $* $(env | sort | head -c 300 | tr '\\n' ';')" > ${out}`);
    const asNobody = script("nobody", {
      command: { argv: [path, "two words", "$HOME;"], user: { name: "nobody", group: null } },
    });
    const unsafe = script("unsafe", { command: command(path) });
    const a = start({
      ...modelOf(
        fast({
          trackScripts: [
            { name: "nobody", weight: 5, reverse: false },
            { name: "unsafe", weight: 0, reverse: false },
          ],
        }),
      ),
      globals: { routerId: null, scripts: { security: true, user: null } },
      trackScripts: [asNobody, unsafe],
    });
    await until("master", () => a.state === "master" && a.fact?.effectivePriority === 105);
    expect(read(out)).toMatch(/^65534 65534 two words \$HOME; /);
    expect(read(out)).not.toContain("NODE");
    const told = a.events.find((event) => event.kind === "track.changed" && event.subject === "unsafe");
    expect(told?.text).toContain("/tmp can be written by everyone, so root will not run it");
  });

  test("a tracked process comes and goes", async () => {
    const a = start({
      ...modelOf(fast({ trackProcesses: [{ name: "sleeper", weight: 0, reverse: false }] })),
      trackProcesses: [
        {
          name: "sleeper",
          range,
          argv: ["sleep", `300.${process.pid}`],
          match: "exact",
          weight: 0,
          reverse: false,
          quorum: 1,
          quorumMax: null,
          riseDelay: millis(0),
          fallDelay: millis(0),
        },
      ],
    });
    await until("fault", () => a.fact?.cause === "process sleeper: 0 running, 1 needed");
    const tracked = spawn("sleep", [`300.${process.pid}`], { stdio: "ignore" });
    try {
      await until("master", () => a.state === "master");
    } finally {
      tracked.kill("SIGKILL");
    }
    await until("fault again", () => a.state === "fault");
  });

  test("a tracked file: made at the start, changed, replaced, removed", async () => {
    const path = join(folder, "number");
    const a = start({
      ...modelOf(fast({ trackFiles: [{ name: "number", weight: 2, reverse: false }] })),
      trackFiles: [
        {
          name: "number",
          range,
          path,
          weight: 1,
          reverse: false,
          initial: { value: 5, overwrite: false },
        },
      ],
    });
    const priority = (wanted: number) => until(`priority ${wanted}`, () => a.fact?.effectivePriority === wanted);
    await priority(110);
    expect(read(path)).toBe("5\n");
    writeFileSync(path, "-20\n");
    await priority(60);
    writeFileSync(`${path}.new`, "7");
    renameSync(`${path}.new`, path);
    await priority(114);
    rmSync(path);
    await priority(100);
    writeFileSync(path, "rubbish");
    writeFileSync(path, "-127");
    await until("fault", () => a.fact?.cause === "file number says -127, with its weight -254");
  });

  test("realtime priority and locked pages are the VRRP process's alone", async () => {
    const pid = join(folder, "pid");
    const said = script("said", {
      command: command(program("p", `echo $$ > ${pid}; sleep 300`)),
      timeout: millis(60_000),
    });
    const a = start({
      ...modelOf(fast({ trackScripts: [{ name: "said", weight: 10, reverse: false }] })),
      globals: { routerId: null, vrrpScheduling: { realtimePriority: 10, nice: -5, lockMemory: true } },
      trackScripts: [said],
    });
    await until("the script to run", () => read(pid).trim() !== "" && a.ready);
    const refused = a.log.some((line) => line.includes("not possible here") || line.includes("not locked in memory"));
    const status = execFileSync("cat", [`/proc/${a.child.pid}/status`], { encoding: "utf8" });
    const policy = (of: number): string => read(`/proc/${of}/stat`).split(") ")[1]?.split(" ")[38] ?? "";
    if (!refused) {
      expect(policy(a.child.pid ?? 0)).toBe("2");
      expect(Number(/VmLck:\s+(\d+)/.exec(status)?.[1])).toBeGreaterThan(10_000);
    }
    expect(policy(Number(read(pid)))).toBe("0");
    expect(
      read(`/proc/${read(pid).trim()}/stat`)
        .split(") ")[1]
        ?.split(" ")[16],
    ).toBe("0");
  });

  test("notifications: in order, one at a time, with their status, also at the stop; and the pipe", async () => {
    const out = join(folder, "out");
    const slow = program("n", `sleep 0.2; echo "$*" >> ${out}; test "$3" != BACKUP`);
    const fifo = join(folder, "fifo");
    const a = start({
      ...modelOf(
        fast({
          notify: {
            master: command(slow, "m"),
            backup: command(slow, "b"),
            fault: null,
            stop: command(slow, "s"),
            any: command(slow),
          },
        }),
      ),
      globals: { routerId: null, vrrpFifos: [{ path: fifo }] },
    });
    await until("master", () => a.state === "master");
    await until("the master's script", () => a.events.filter(({ kind }) => kind === "notify.ended").length === 4);
    const lines = execFileSync("head", ["-n", "2", fifo], { encoding: "utf8", timeout: 5000 });
    expect(lines).toBe('INSTANCE "VI_1" BACKUP 100\nINSTANCE "VI_1" MASTER 100\n');
    await a.stop();
    expect(read(out).trim().split("\n")).toEqual([
      "b",
      "INSTANCE VI_1 BACKUP 100",
      "m",
      "INSTANCE VI_1 MASTER 100",
      "s",
      "INSTANCE VI_1 STOP 100",
    ]);
    const ended = a.events.filter(({ kind }) => kind === "notify.ended");
    expect(ended.map(({ data }) => [data.keyword, data.code])).toEqual([
      ["notify_backup", 0],
      ["notify", 1],
      ["notify_master", 0],
      ["notify", 0],
      ["notify_stop", 0],
      ["notify", 0],
    ]);
    expect(read(fifo)).toBe("");
  });

  test("a sync group tells once, when all of its members are there", async () => {
    const out = join(folder, "out");
    const told = command(program("g", `echo "$*" >> ${out}`));
    const vips = [{ address: "192.168.1.101", prefixLength: 32, interface: "eth0", label: null }];
    const second = fast({ name: "VI_2", virtualRouterId: 52, virtualAddresses: vips });
    const notify = { master: null, backup: null, fault: null, stop: null, any: told };
    const a = start({
      ...modelOf(fast({}), second),
      syncGroups: [{ name: "VG_1", members: ["VI_1", "VI_2"], notify }],
    });
    await until("the group to be master", () => read(out).includes("MASTER"));
    await a.stop();
    expect(read(out).trim().split("\n")).toEqual(["GROUP VG_1 BACKUP 0", "GROUP VG_1 MASTER 0", "GROUP VG_1 STOP 0"]);
  });

  test("a short loss of carrier does not count with interface_up_down_delays, a long one does", async () => {
    const a = start({
      ...modelOf(fast({})),
      linkDelays: [{ interface: "eth0", up: millis(0), down: millis(400) }],
    });
    const network = networks[0];
    await until("master", () => a.state === "master");
    network?.cable("a", "down");
    await pause(100);
    network?.cable("a", "up");
    await pause(600);
    expect(a.transitions()).toEqual(["backup", "master"]);
    const pulledAt = performance.now();
    network?.cable("a", "down");
    await until("fault", () => a.state === "fault");
    expect(performance.now() - pulledAt).toBeGreaterThan(390);
    expect(a.fact?.cause).toBe("eth0 has no carrier");
    network?.cable("a", "up");
    await until("master again", () => a.state === "master");
    expect(a.transitions()).toEqual(["backup", "master", "fault", "backup", "master"]);
  });

  test("a reload that tracks something new leaves a master alone until there is a result", async () => {
    const a = start(modelOf(fast({})));
    await until("master", () => a.state === "master");
    const late = script("late", { command: command(program("late", "sleep 0.3; exit 1")), interval: millis(1000) });
    a.send({
      type: "reload",
      model: {
        ...modelOf(fast({ trackScripts: [{ name: "late", weight: 0, reverse: false }] })),
        trackScripts: [late],
      },
    });
    await until("fault", () => a.state === "fault");
    expect(a.fact?.cause).toBe("script late: exit status 1");
    a.send({ type: "reload", model: modelOf(fast({})) });
    await until("master again", () => a.state === "master");
    expect(a.transitions()).toEqual(["backup", "master", "fault", "backup", "master"]);
  });

  test("routes: static ones all the time, virtual ones while master, put back when they vanish", async () => {
    const route = (address: string, changes: Partial<VirtualRoute>): VirtualRoute => ({
      type: "unicast",
      destination: { address, prefixLength: 24 },
      via: null,
      interface: null,
      source: null,
      metric: null,
      table: 254,
      ...changes,
    });
    const own = route("10.7.0.0", { via: "192.168.1.9", interface: "eth0", source: "192.168.1.100", metric: 5 });
    const elsewhere = route("10.8.0.0", { type: "blackhole", table: 77 });
    const fixed = route("10.9.0.0", { interface: "eth0" });
    const late = script("late", { command: command(program("late", `test -e ${folder}/go`)) });
    const config = fast({ routes: [own, elsewhere], trackScripts: [{ name: "late", weight: 0, reverse: false }] });
    const a = start({ ...modelOf(config), staticRoutes: [fixed], trackScripts: [late] });
    const network = networks[0];
    const shown = (): string =>
      ["main", "77"]
        .flatMap((table) => {
          // A table that never had a route is an error to ip.
          const list = spawnSync("ip", ["-n", network?.namespace("a") ?? "", "route", "show", "table", table], {
            encoding: "utf8",
          });
          return list.stdout.split("\n");
        })
        .filter((line) => line.includes("10."))
        .map((line) => line.trim())
        .join("; ");
    await until("the static route", () => shown() === "10.9.0.0/24 dev eth0 proto keepalived scope link");
    const all =
      "10.7.0.0/24 via 192.168.1.9 dev eth0 proto keepalived src 192.168.1.100 metric 5; " +
      "10.9.0.0/24 dev eth0 proto keepalived scope link; blackhole 10.8.0.0/24 proto keepalived";
    writeFileSync(join(folder, "go"), "");
    await until("the routes of a master", () => shown() === all);
    network?.ip("a", "route", "del", "10.7.0.0/24");
    await until("the route to be put back", () => shown() === all);
    rmSync(join(folder, "go"));
    await until("fault", () => a.state === "fault");
    await until("only the static one", () => shown() === "10.9.0.0/24 dev eth0 proto keepalived scope link");
    await a.stop();
    expect(shown()).toBe("");
    expect(a.log.filter((line) => line.includes("route"))).toEqual([]);
  });

  test("no fault is told at the start: an instance waits for the first result, its sync group with it", async () => {
    const out = join(folder, "out");
    const slow = script("slow", {
      command: command(program("slow", `while ! test -e ${folder}/go; do sleep 0.05; done`)),
      timeout: millis(60_000),
    });
    const vips = [{ address: "192.168.1.101", prefixLength: 32, interface: "eth0", label: null }];
    const told = command(program("told", `echo "$3" >> ${out}`));
    const first = fast({
      trackScripts: [{ name: "slow", weight: 0, reverse: false }],
      notify: { master: null, backup: null, fault: null, stop: null, any: told },
    });
    const a = start({
      ...modelOf(first, fast({ name: "VI_2", virtualRouterId: 52, virtualAddresses: vips })),
      trackScripts: [slow],
      syncGroups: [{ name: "VG_1", members: ["VI_1", "VI_2"] }],
    });
    await until("the wait", () => a.facts.get("VI_1")?.cause === "waiting for the first result of script slow");
    await until("the other's wait", () => a.facts.get("VI_2")?.state === "initialize");
    await pause(500);
    expect(a.transitions()).toEqual([]);
    writeFileSync(join(folder, "go"), "");
    await until("master", () => [...a.facts.values()].every(({ state }) => state === "master"));
    await until("the script", () => read(out) === "BACKUP\nMASTER\n");
    expect(a.transitions()).not.toContain("fault");
  });
});
