import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { repositoryPath } from "@baton/e2e/lab/paths.ts";
import { poll } from "@baton/e2e/lab/poll.ts";
import { tail } from "@baton/e2e/lab/processes.ts";
import { env, need } from "@baton/e2e/vm/debian.ts";
import { commandLine } from "../vrrp/usage.ts";

export type DirectorName = "keepalived" | "baton";

/** A program that checks servers and keeps the IPVS table, in this process's own network namespace. */
export interface Director {
  /** performance.now() just before it was started. */
  readonly startedAt: number;
  /** The process that checks and writes the table: keepalived's checker child, Baton's `services`. */
  checkerPid(): Promise<number>;
  /** All of its processes. */
  pids(): Promise<readonly number[]>;
  /** Replaces the configuration and says so. */
  reload(text: string): Promise<void>;
  lastLines(): Promise<string>;
  stop(): Promise<void>;
}

const START_MS = 120_000;
const STOP_MS = 30_000;

const argvOf = (name: DirectorName, folder: string, config: string): readonly [string, ...string[]] => {
  if (name === "baton")
    return [repositoryPath("bin", "baton"), "agent", "run", "--config", config, "--state-dir", folder];
  const pidFile = (part: string): string => path.join(folder, `${part}.pid`);
  return [
    ...([need("keepalived"), "--dont-fork", "--log-console", "--check", "--use-file", config] as const),
    ...["--pid", pidFile("parent"), "--checkers_pid", pidFile("checkers")],
  ];
};

const childrenOf = async (pid: number): Promise<readonly number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  return text.split(" ").map(Number).filter(Boolean);
};

const findChecker = async (name: DirectorName, pid: number): Promise<number | null> => {
  for (const child of await childrenOf(pid)) {
    if (name === "keepalived" || /\/services\.(mjs|ts) /.test(`${await commandLine(child)} `)) return child;
  }
  return null;
};

/** As on any host: options of Node's that the VM needs for its own programs are not the director's. */
const environment = (): Record<string, string> => {
  const { NODE_OPTIONS: _, ...rest } = env();
  return rest;
};

/** Starts the program; how far it is, is for the caller to find out. */
export const startDirector = async (name: DirectorName, folder: string, text: string): Promise<Director> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [config, logFile] = [path.join(folder, "keepalived.conf"), path.join(folder, "log")];
  await writeFile(config, text, { mode: 0o600 });
  const [program, ...args] = argvOf(name, folder, config);
  const log = openSync(logFile, "a", 0o600);
  const startedAt = performance.now();
  const child = spawn(program, args, { cwd: folder, env: environment(), stdio: ["ignore", log, log] });
  closeSync(log);
  const { pid = 0 } = child;
  const exited = once(child, "exit");
  return {
    startedAt,
    checkerPid: () =>
      poll({ what: `${name}'s checker process`, deadlineMs: START_MS, evidence: () => tail(logFile) }, () =>
        findChecker(name, pid),
      ),
    pids: async () => [pid, ...(await childrenOf(pid))],
    reload: async (next) => {
      await writeFile(config, next);
      child.kill("SIGHUP");
    },
    lastLines: () => tail(logFile),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const insist = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      await exited;
      clearTimeout(insist);
    },
  };
};
