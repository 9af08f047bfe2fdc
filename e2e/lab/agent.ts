import { mkdir } from "node:fs/promises";
import path from "node:path";
import { repositoryPath } from "./paths.ts";
import { type LabProcess, spawnInNamespace, stopProcess } from "./processes.ts";
import { writeSecret } from "./secrets.ts";
import { type HostName, HUB_ADDRESS, HUB_PORT, namespaceName } from "./topology.ts";
import type { Unit } from "./unit.ts";

/** One host's `baton agent run`. */
export interface AgentUnit extends Unit {
  readonly host: HostName;
  readonly namespace: string;
  readonly stateDir: string;
}

export interface AgentSetup {
  readonly host: HostName;
  readonly labId: string;
  readonly dir: string;
  readonly enrolmentToken: string;
  /** Role and configuration: ["--role", "witness"]. */
  readonly options: readonly string[];
}

/** An agent that got no time to end in order is killed after this; its own deadline is shorter. */
const STOP_GRACE_MS = 20_000;

export const createAgent = async (setup: AgentSetup): Promise<AgentUnit> => {
  const stateDir = path.join(setup.dir, "state");
  const tokenFile = path.join(setup.dir, "enrolment-token");
  const logFile = path.join(setup.dir, "agent.log");
  const namespace = namespaceName(setup.labId, setup.host);
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  await writeSecret(tokenFile, `${setup.enrolmentToken}\n`);
  let current: LabProcess | null = null;

  return {
    name: setup.host,
    host: setup.host,
    namespace,
    stateDir,
    logFile,
    start: async () => {
      if (current?.running()) return;
      current = await spawnInNamespace({
        name: `agent of ${setup.host}`,
        namespace,
        argv: [
          repositoryPath("bin", "baton"),
          ...["agent", "run", "--name", setup.host, "--state-dir", stateDir],
          ...["--hub", `http://${HUB_ADDRESS}:${HUB_PORT}`, "--enrolment-token-file", tokenFile],
          ...setup.options,
        ],
        logFile,
        cwd: setup.dir,
      });
    },
    stop: async (signal) => (current ? stopProcess(current, STOP_GRACE_MS, signal) : 0),
    process: () => current,
  };
};
