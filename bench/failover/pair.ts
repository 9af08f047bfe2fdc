import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { mustRun, runCommand } from "@baton/e2e/lab/command.ts";
import { repositoryPath } from "@baton/e2e/lab/paths.ts";
import { until } from "@baton/e2e/lab/poll.ts";
import { type LabProcess, spawnInNamespace, stopProcess, tail } from "@baton/e2e/lab/processes.ts";
import { type DirectorName, namespaceName, VIP } from "@baton/e2e/lab/topology.ts";
import { env, need } from "@baton/e2e/vm/debian.ts";

export const PROGRAMS = ["keepalived", "baton"] as const;
export type ProgramName = (typeof PROGRAMS)[number];

/** What runs where: the same on both, or one of each. */
export type Pairing = Readonly<Record<DirectorName, ProgramName>>;

export interface PairOptions {
  readonly labId: string;
  readonly pairing: Pairing;
  readonly advertSeconds: number;
  readonly folder: string;
}

const PRIORITY: Readonly<Record<DirectorName, number>> = { lvs1: 100, lvs2: 90 };

const configuration = (name: DirectorName, advertSeconds: number): string => `
global_defs {
    router_id ${name}
    vrrp_version ${Number.isInteger(advertSeconds) ? 2 : 3}
}
vrrp_instance VI_1 {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority ${PRIORITY[name]}
    advert_int ${advertSeconds}
    virtual_ipaddress {
        ${VIP}
    }
}
`;

/** Two routers with the same configuration, one VIP between them. */
export class RouterPair {
  readonly #options: PairOptions;
  readonly #running = new Map<DirectorName, LabProcess>();

  constructor(options: PairOptions) {
    this.#options = options;
  }

  namespace(name: DirectorName): string {
    return namespaceName(this.#options.labId, name);
  }

  #folder(name: DirectorName): string {
    return path.join(this.#options.folder, `${this.#options.pairing[name]}-${name}`);
  }

  #argv(name: DirectorName): readonly string[] {
    const folder = this.#folder(name);
    const config = path.join(folder, "keepalived.conf");
    if (this.#options.pairing[name] === "baton")
      return [repositoryPath("bin", "baton"), "agent", "run", "--config", config, "--state-dir", folder];
    const pidFile = (part: string): string => path.join(folder, `${part}.pid`);
    return [
      ...[need("keepalived"), "--dont-fork", "--log-console", "--vrrp", "--use-file", config],
      ...["--pid", pidFile("parent"), "--vrrp_pid", pidFile("vrrp")],
    ];
  }

  async start(name: DirectorName): Promise<void> {
    const folder = this.#folder(name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path.join(folder, "keepalived.conf"), configuration(name, this.#options.advertSeconds), {
      mode: 0o600,
    });
    const logFile = path.join(folder, "log");
    this.#running.set(
      name,
      await spawnInNamespace({
        name,
        namespace: this.namespace(name),
        argv: this.#argv(name),
        logFile,
        env: env(),
        cwd: folder,
      }),
    );
  }

  async stop(name: DirectorName): Promise<void> {
    const running = this.#running.get(name);
    if (running) await stopProcess(running, 10_000);
  }

  /** As a host that loses power when `moment` has come: every process at once, and its addresses with it. */
  async die(name: DirectorName, moment: () => Promise<void>): Promise<void> {
    const pids = await mustRun(["ip", "netns", "pids", this.namespace(name)]);
    await moment();
    // First they stand still: one that outlived another's death would resign.
    for (const signal of ["SIGSTOP", "SIGKILL"] as const)
      for (const pid of pids.split("\n").map(Number).filter(Boolean)) process.kill(pid, signal);
    await runCommand(["ip", "-n", this.namespace(name), "addr", "del", `${VIP}/32`, "dev", "eth0"]);
    await this.#running.get(name)?.exited;
  }

  async takeover(name: DirectorName): Promise<void> {
    await this.#command(["vrrp", "takeover", "VI_1"], name);
  }

  async release(name: DirectorName): Promise<void> {
    await this.#command(["vrrp", "release", "VI_1"], name);
  }

  async #command(words: readonly string[], name: DirectorName): Promise<void> {
    await mustRun([repositoryPath("bin", "baton"), ...words, "--state-dir", this.#folder(name)]);
  }

  async holds(name: DirectorName): Promise<boolean> {
    const { stdout } = await runCommand(["ip", "-n", this.namespace(name), "-o", "-4", "addr", "show", "dev", "eth0"]);
    return stdout.includes(` ${VIP}/`);
  }

  /** Waits until `name` holds the VIP and the other one does not. */
  async owner(name: DirectorName, deadlineMs = 20_000): Promise<void> {
    const other = name === "lvs1" ? "lvs2" : "lvs1";
    await until(
      {
        what: `${name} alone holds ${VIP}`,
        deadlineMs,
        everyMs: 20,
        evidence: () => tail(path.join(this.#folder(name), "log")),
      },
      async () => (await this.holds(name)) && !(await this.holds(other)),
    );
  }

  /** Waits until `name` is a backup that has had the time to hear the master a few times. */
  async standby(name: DirectorName): Promise<void> {
    const logFile = path.join(this.#folder(name), "log");
    await until(
      { what: `${name} is backup`, deadlineMs: 20_000, everyMs: 20, evidence: () => tail(logFile) },
      async () => (await readFile(logFile, "utf8")).includes("Entering BACKUP STATE"),
    );
    await pause(1000 + 3000 * this.#options.advertSeconds);
  }

  async close(): Promise<void> {
    for (const name of this.#running.keys()) await this.stop(name);
    await rm(this.#options.folder, { recursive: true, force: true });
  }
}
