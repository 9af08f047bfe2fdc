import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { factId } from "@baton/shared/contract/fact-id.ts";
import type { FactKind, FactOf } from "@baton/shared/contract/facts.ts";
import type { AgentStatus } from "../app/supervisor-status.ts";
import { ip, linkToNowhere, runBaton, type Running, startBaton, withNamespace } from "./cli.testing.ts";
import { until } from "../testing/until.ts";

const NS = `bag-run-${process.pid}`;
const VIP = "192.168.1.100";

let dir = "";
let agents: Running[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "bag-run-"));
  agents = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const CONFIG = (priority: number): string => `vrrp_instance VI_1 {
  state MASTER
  interface eth0
  virtual_router_id 51
  priority ${priority}
  advert_int 1
  virtual_ipaddress {
    ${VIP}
  }
}
`;

/** One director on a link that leads nowhere. */
const inLab = (work: (config: string) => Promise<void>): Promise<void> =>
  withNamespace(NS, async () => {
    linkToNowhere(NS);
    const config = join(dir, "keepalived.conf");
    writeFileSync(config, CONFIG(100));
    try {
      await work(config);
    } finally {
      for (const agent of agents) {
        agent.child.kill("SIGKILL");
        await agent.ended;
      }
    }
  });
const start = (config: string): Running => {
  const agent = startBaton(NS, [
    "agent",
    "run",
    "--config",
    config,
    "--state-dir",
    join(dir, "state"),
    "--name",
    "lvs1",
  ]);
  agents.push(agent);
  return agent;
};
const picture = async () => {
  const { out, code } = await runBaton(NS, ["agent", "status", "--json", "--state-dir", join(dir, "state")]);
  if (code !== 0) throw new Error(`status: exit ${code}`);
  return (JSON.parse(out) as AgentStatus).picture;
};
/** Each throws when there is no such fact. */
const status = async () => {
  const { facts } = await picture();
  const find = <K extends FactKind>(kind: K, key: string): FactOf<K> => {
    const fact = facts[factId(kind, key)];
    if (fact?.kind !== kind) throw new Error(`no fact ${kind} ${key}`);
    return fact as FactOf<K>;
  };
  return {
    process: (name: string) => find("process", name),
    pid: (name: string): number => find("process", name).pid ?? Number.NaN,
    router: () => find("virtual-router", "VI_1"),
  };
};
const holdsVip = (): boolean => ip("-n", NS, "-o", "addr", "show", "dev", "eth0").includes(VIP);
const gone = (pid: number): boolean => !existsSync(`/proc/${pid}`);

test("a broken configuration is refused with its place, and nothing is touched", () =>
  inLab(async (config) => {
    writeFileSync(config, CONFIG(100).replace("priority", "prioritty"));
    const before = ip("-4", "-n", NS, "addr");
    const { code, err } = await runBaton(NS, ["agent", "run", "--config", config, "--state-dir", join(dir, "state")]);
    expect(code).toBe(1);
    expect(err).toContain(`${config}:5:3: error: unknown keyword 'prioritty'`);
    expect(ip("-4", "-n", NS, "addr")).toBe(before);
    expect(existsSync(join(dir, "state"))).toBe(false);
  }));

test("without the capabilities a sentence names them", () => {
  const main = fileURLToPath(new URL("./main.ts", import.meta.url));
  const config = join(dir, "keepalived.conf");
  writeFileSync(config, CONFIG(100));
  const run = spawnSync(
    "setpriv",
    [
      "--bounding-set=-net_raw",
      "--inh-caps=-net_raw",
      process.execPath,
      main,
      "agent",
      "run",
      "--config",
      config,
      "--state-dir",
      join(dir, "state"),
    ],
    { encoding: "utf8" },
  );
  expect(run.status).toBe(5);
  expect(run.stderr).toContain("this process lacks CAP_NET_RAW");
});

test("takes the VIP, reloads, refuses a broken file, lets go in order", () =>
  inLab(async (config) => {
    const agent = start(config);
    await until("the VIP", holdsVip);
    const pid = (await status()).pid("vrrp");

    const wanted = join(dir, "wanted.conf");
    writeFileSync(wanted, CONFIG(90));
    const plan = await runBaton(NS, ["config", "plan", wanted, "--against", join(dir, "state")]);
    expect(plan).toMatchObject({ code: 0 });
    expect(plan.out).toContain("priority of VI_1 goes from 100 to 90");

    writeFileSync(config, "vrrp_instance VI_1 {\n");
    agent.child.kill("SIGHUP");
    await until("the refusal", () => agent.err().includes("is broken; going on with the configuration as it was"));
    expect(holdsVip()).toBe(true);

    writeFileSync(config, CONFIG(100));
    agent.child.kill("SIGHUP");
    await until("the reload", () => agent.err().includes(`Reloaded ${config}`));
    expect((await status()).pid("vrrp")).toBe(pid);
    expect(holdsVip()).toBe(true);

    agent.child.kill("SIGTERM");
    expect(await agent.ended).toBe(0);
    expect(holdsVip()).toBe(false);
    expect(agent.err()).toMatch(/Stopping Baton[\s\S]*sending 0 priority[\s\S]*Stopped Baton/);
    expect(existsSync(join(dir, "state", "control.sock"))).toBe(false);
  }));

test("SIGUSR1 and SIGUSR2 ask the agent for its state; they and the terminal's signals end none of its processes", () =>
  inLab(async (config) => {
    const agent = start(config);
    await until("the VIP", holdsVip);
    const before = await status();
    const file = join(dir, "state", "status.json");
    for (const signal of ["SIGUSR1", "SIGUSR2"] as const) {
      rmSync(file, { force: true });
      agent.child.kill(signal);
      await until("the state's file", () => existsSync(file));
      expect(JSON.parse(readFileSync(file, "utf8")).picture.facts["virtual-router VI_1"].heldAddresses).toEqual([VIP]);
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    const processes = ["vrrp", "services", "uplink"].map(before.pid);
    for (const signal of ["SIGUSR1", "SIGUSR2", "SIGINT", "SIGHUP"] as const) {
      for (const pid of processes) process.kill(pid, signal);
    }
    const asked = Date.now();
    // A second of confirmations by each process: they are alive, and the same as before.
    await until("later facts", async () => Object.values((await picture()).confirmed).every((at) => at > asked));
    const after = await status();
    expect(["vrrp", "services", "uplink"].map(after.pid)).toEqual(processes);
    expect(agent.err()).not.toContain("Debugger listening");
  }));

test("killing services or uplink never moves the VIP; killing the supervisor lets go of it", () =>
  inLab(async (config) => {
    const agent = start(config);
    await until("the VIP", holdsVip);
    const before = await status();
    for (const name of ["services", "uplink"]) process.kill(before.pid(name), "SIGKILL");
    await until("both back", async () => {
      const now = await status();
      return ["services", "uplink"].every(
        (name) => now.process(name).restarts === 1 && now.process(name).state === "running",
      );
    });
    const after = await status();
    expect(after.process("vrrp")).toMatchObject({ pid: before.pid("vrrp"), restarts: 0 });
    expect(after.router().since).toBe(before.router().since);
    expect(holdsVip()).toBe(true);

    process.kill(after.pid("vrrp"), "SIGKILL");
    await until("vrrp back", async () => (await status()).process("vrrp").restarts === 1);
    await until("the VIP again", holdsVip);

    const last = await status();
    agent.child.kill("SIGKILL");
    await agent.ended;
    for (const name of ["vrrp", "services", "uplink"]) {
      await until(`${name} gone`, () => gone(last.pid(name)));
    }
    expect(holdsVip()).toBe(false);
  }));

test("vrrp list, takeover of a master and of nothing, and no agent", () =>
  inLab(async (config) => {
    start(config);
    await until("the VIP", holdsVip);
    const vrrp = (...args: string[]) => runBaton(NS, ["vrrp", ...args, "--state-dir", join(dir, "state")]);
    const list = await vrrp("list");
    expect(list.out).toMatch(/^INSTANCE {2}VRID[^\n]*\nVI_1 {6}51 {4}eth0 {7}master {2}100/);
    expect(JSON.parse((await vrrp("list", "--json")).out)).toMatchObject([{ key: "VI_1", heldAddresses: [VIP] }]);
    expect(await vrrp("takeover", "VI_1")).toMatchObject({ code: 7 });
    expect((await vrrp("takeover", "VI_9")).err).toContain("[takeover.no-such-instance]");
    expect(await vrrp("takeover", "VI_1", "--lease", "soon")).toMatchObject({ code: 2 });
    expect(await runBaton(NS, ["vrrp", "list", "--state-dir", join(dir, "elsewhere")])).toMatchObject({ code: 6 });
    expect(readFileSync(join(dir, "state", "lock"), "utf8")).toBe("");
  }));
