import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKernelTable } from "../../io/netlink-ipvs/kernel-table.ts";
import { loadIpvsModule } from "../../io/netlink-ipvs/load-module.ts";
import type { ToChild } from "../../ports/process-channel.ts";
import { servicesScript } from "./testbed/namespace.ts";
import { until } from "../../testing/until.ts";

/** The kernel's synchronisation threads, seen by their names: ipvs-m sends, ipvs-b listens. */

const reason = await (async (): Promise<string | null> => {
  if (process.getuid?.() !== 0) return "not root";
  await loadIpvsModule();
  const kernel = createKernelTable();
  const info = await kernel.info();
  kernel.close();
  return info.ok ? null : info.error.message;
})();
if (reason) console.warn(`skipped, IPVS can't be used here: ${reason}`);

const namespace = `bv3-${process.pid}`;

const threads = (): string =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return /^ipvs-[mb]/.exec(readFileSync(`/proc/${pid}/comm`, "utf8"))?.[0] ?? [];
      } catch {
        return [];
      }
    })
    .sort()
    .join(" ");

describe.skipIf(reason !== null)("lvs_sync_daemon", () => {
  let child: ChildProcess;
  let stateDir = "";
  const send = (message: ToChild): void => void child.send(message);

  beforeAll(() => {
    stateDir = mkdtempSync(join(tmpdir(), "bv3-"));
    const ip = (...args: string[]) => execFileSync("ip", args, { stdio: "pipe" });
    ip("netns", "add", namespace);
    ip("-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", "eth1");
    for (const name of ["eth0", "eth1"]) ip("-n", namespace, "link", "set", name, "up");
    ip("-n", namespace, "address", "add", "192.168.1.2/24", "dev", "eth0");
    child = spawn("ip", ["netns", "exec", namespace, process.execPath, servicesScript()], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const plain = { maxLength: null, port: null, ttl: null, group: null };
    send({
      type: "start",
      settings: {
        name: namespace,
        stateDir,
        roles: ["director"],
        configPath: null,
        hub: null,
        loopbackVips: [],
        mysqlDefaultsFile: null,
      },
      model: {
        globals: { routerId: null, syncDaemon: { interface: "eth0", instance: "VI_1", syncId: 51, ...plain } },
        vrrpInstances: [],
        virtualServers: [],
      },
    });
  });

  afterAll(() => {
    if (child.exitCode === null) child.kill("SIGKILL");
    execFileSync("ip", ["netns", "del", namespace]);
    rmSync(stateDir, { recursive: true, force: true });
  });

  test("backup, master with the instance, backup again, none after the stop", async () => {
    const become = (what: string) => until(`the threads "${what}"`, () => threads().replaceAll(/:\S*/g, "") === what);
    await become("ipvs-b");
    send({ type: "vrrp-state", instance: "VI_1", state: "master" });
    await become("ipvs-m");
    send({ type: "vrrp-state", instance: "VI_1", state: "backup" });
    await become("ipvs-b");
    send({ type: "stop" });
    await until("the process to end", () => child.exitCode !== null);
    expect(child.exitCode).toBe(0);
    await become("");
  });
});
