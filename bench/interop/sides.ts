import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { repositoryPath } from "@baton/e2e/lab/paths.ts";
import { type LabProcess, spawnInNamespace, stopProcess } from "@baton/e2e/lab/processes.ts";
import { env, need } from "@baton/e2e/vm/debian.ts";

/** A program with its configuration, to be started and stopped several times. */
export interface Side {
  readonly logFile: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const STOP_MS = 10_000;

const sideOf = async (
  name: string,
  namespace: string,
  folder: string,
  text: string,
  argv: (config: string) => readonly string[],
): Promise<Side> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const config = path.join(folder, "keepalived.conf");
  const logFile = path.join(folder, "log");
  await writeFile(config, text, { mode: 0o600 });
  let running: LabProcess | null = null;
  return {
    logFile,
    start: async () => {
      running = await spawnInNamespace({ name, namespace, argv: argv(config), logFile, env: env(), cwd: folder });
    },
    stop: async () => {
      if (running) await stopProcess(running, STOP_MS);
      running = null;
    },
  };
};

export const batonSide = (namespace: string, folder: string, text: string): Promise<Side> =>
  sideOf("baton", namespace, folder, text, (config) => [
    ...[repositoryPath("bin", "baton"), "agent", "run", "--config", config, "--state-dir", folder],
  ]);

export const keepalivedSide = (namespace: string, folder: string, text: string): Promise<Side> =>
  sideOf("keepalived", namespace, folder, text, (config) => [
    ...[need("keepalived"), "--dont-fork", "--log-console", "--log-detail", "--vrrp", "--use-file", config],
    ...["--pid", path.join(folder, "parent.pid"), "--vrrp_pid", path.join(folder, "vrrp.pid")],
  ]);
