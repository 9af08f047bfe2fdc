import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKernelTable } from "../../../io/netlink-ipvs/kernel-table.ts";
import { loadIpvsModule } from "../../../io/netlink-ipvs/load-module.ts";

/** keepalived's checkers and ipvsadm, to compare with. */

const KEEPALIVED = process.env.BATON_KEEPALIVED ?? "keepalived";
export const IPVSADM = process.env.BATON_IPVSADM ?? "ipvsadm";

/** Why a comparison in the kernel is not possible here; null when it is. */
export const whyNoIpvs = async (...programs: readonly string[]): Promise<string | null> => {
  if (process.getuid?.() !== 0) return "not root";
  await loadIpvsModule();
  const kernel = createKernelTable();
  const info = await kernel.info();
  kernel.close();
  if (!info.ok) return info.error.message;
  const absent = programs.find((program) => spawnSync(program, ["--version"]).error !== undefined);
  return absent ? `${absent} is not here` : null;
};

export const whyNoPeer = (): Promise<string | null> => whyNoIpvs(KEEPALIVED, IPVSADM);

export interface Keepalived {
  /** What it has written so far. */
  log(): string;
  reload(text: string): void;
  /** Ends it in order; resolves when it has exited. */
  stop(): Promise<void>;
}

/** Runs keepalived's checkers in the namespace with this configuration. */
export const startKeepalived = (namespace: string, text: string): Keepalived => {
  const folder = mkdtempSync(join(tmpdir(), "ipv-"));
  const file = join(folder, "keepalived.conf");
  writeFileSync(file, `${text}\n`);
  const pids = ["-p", "-c"].flatMap((flag) => [flag, join(folder, `${flag.slice(1)}.pid`)]);
  const args = ["--check", "--dont-fork", "--log-console", "--use-file", file, ...pids];
  const child: ChildProcess = spawn("ip", ["netns", "exec", namespace, KEEPALIVED, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (part: string) => {
      log += part;
    });
  }
  return {
    log: () => log,
    reload: (next) => {
      writeFileSync(file, `${next}\n`);
      child.kill("SIGHUP");
    },
    stop: async () => {
      const exited = child.exitCode === null ? once(child, "exit") : null;
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
