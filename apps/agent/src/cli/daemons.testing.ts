import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { ip, type Running, startBaton } from "./cli.testing.ts";

/** For tests that run the agent and keepalived by the same file; what they write is put beside it. */

export const KEEPALIVED = process.env.BATON_KEEPALIVED ?? "/usr/sbin/keepalived";

/** A fresh folder for each test of the file: the path of a name in it, or its own. */
export const folderForEachTest = (prefix: string): ((name?: string) => string) => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), prefix));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return (name = "") => join(folder, name);
};

export const startAgent = (namespace: string, config: string): Running =>
  startBaton(namespace, [
    "agent",
    "run",
    "--config",
    config,
    "--state-dir",
    join(dirname(config), "state"),
    "--name",
    "lvs1",
  ]);

/** Only its VRRP process: the checkers want IPVS. */
export const startKeepalived = (namespace: string, config: string): ChildProcess => {
  const pids = ["-p", "-r"].flatMap((flag) => [flag, join(dirname(config), `${flag.slice(1)}.pid`)]);
  const argv = ["netns", "exec", namespace, KEEPALIVED, "--vrrp", "--dont-fork", "--use-file", config, ...pids];
  return spawn("ip", argv, { stdio: "ignore" });
};

/** Resolves when it has ended, at once for one that has. */
export const end = async (child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
};

/** Whether the namespace's eth0 has the address. */
export const holds = (namespace: string, address: string): boolean =>
  ip("-n", namespace, "-o", "addr", "show", "dev", "eth0").includes(address);
