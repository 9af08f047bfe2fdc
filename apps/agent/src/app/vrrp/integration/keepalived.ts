import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../../../testing/until.ts";

/** A real keepalived as the other router. $BATON_KEEPALIVED names another binary than the installed one. */
const BINARY = process.env.BATON_KEEPALIVED ?? "/usr/sbin/keepalived";

/** Why there is no keepalived to test against, or null when there is one. */
export const keepalivedProblem = (): string | null => {
  const tried = spawnSync(BINARY, ["--version"], { stdio: "ignore" });
  if (tried.error) return `${BINARY}: ${tried.error.message}`;
  return tried.status === 0 ? null : `${BINARY} --version ended with ${tried.status}`;
};

const matchState = (line: string): readonly (readonly [instance: string, state: string])[] => {
  const [, instance, state] = /\((\S+)\) Entering (\w+) STATE/.exec(line) ?? [];
  return instance !== undefined && state !== undefined ? [[instance, state]] : [];
};

export class Keepalived {
  readonly child: ChildProcess;
  readonly log: string[] = [];
  readonly #folder: string;
  #exited = false;

  constructor(namespace: string, configuration: string, more: readonly string[] = []) {
    this.#folder = mkdtempSync(join(tmpdir(), "bvr-"));
    const file = join(this.#folder, "keepalived.conf");
    writeFileSync(file, configuration);
    const pids = ["-p", "-r"].flatMap((flag, i) => [flag, join(this.#folder, `${i}.pid`)]);
    const args = ["--dont-fork", "--log-console", "--log-detail", "--vrrp", "-f", file, ...pids, ...more];
    this.child = spawn("ip", ["netns", "exec", namespace, BINARY, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => this.log.push(...text.trim().split("\n")));
    }
    this.child.on("exit", () => {
      this.#exited = true;
    });
  }

  /** The last state it logged. */
  get state(): string | undefined {
    const entered = this.log.flatMap((line) => /Entering (\w+) STATE/.exec(line)?.[1] ?? []);
    return entered.at(-1)?.toLowerCase();
  }

  /** How many instances' last logged state is MASTER. */
  masters(): number {
    const states = new Map(this.log.flatMap((line) => matchState(line)));
    return [...states.values()].filter((state) => state === "MASTER").length;
  }

  /** Orderly: priority 0, then the address off. */
  async stop(): Promise<void> {
    this.child.kill("SIGTERM");
    await until("keepalived to stop", () => this.#exited);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export const vrrpConfiguration = (options: {
  readonly priority: number;
  readonly version: 2 | 3;
  readonly interval: number;
  /** Own address and the other's; absent: multicast. */
  readonly unicast?: readonly [source: string, peer: string];
}): string => `global_defs {
  vrrp_version ${options.version}
}
vrrp_instance VI_1 {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority ${options.priority}
  advert_int ${options.interval}
  ${options.version === 2 ? "authentication {\n    auth_type PASS\n    auth_pass 1111\n  }" : ""}
  ${options.unicast ? `unicast_src_ip ${options.unicast[0]}\n  unicast_peer {\n    ${options.unicast[1]}\n  }` : ""}
  virtual_ipaddress {
    192.168.1.100
  }
}
`;
