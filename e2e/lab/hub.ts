import { mkdir, readFile, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { setPriority } from "node:os";
import path from "node:path";
import { mustRun } from "./command.ts";
import { hubCommand } from "./hub-program.ts";
import { repositoryPath } from "./paths.ts";
import { Hopeless, poll } from "./poll.ts";
import { type LabProcess, spawnInNamespace, stopProcess, tail } from "./processes.ts";
import { writeSecret } from "./secrets.ts";
import { withCompileCache } from "./seeds.ts";
import { HUB_ADDRESS, HUB_PORT, namespaceName } from "./topology.ts";
import type { Unit } from "./unit.ts";

export interface HubUnit extends Unit {
  /** A relay's socket outside the namespace, behind which the hub speaks HTTP. */
  readonly socketPath: string;
  /** The one-time link of the first start; null once it has been used. */
  setupLink(): Promise<string | null>;
}

export interface HubSetup {
  readonly labId: string;
  readonly dir: string;
  readonly seed: string;
  readonly publicUrl: string;
  readonly enrolment: Readonly<Record<string, string>>;
}

/** The status of one GET over the relay's socket. Rejects while nobody answers. */
export const httpStatus = (socketPath: string, target: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const call = request({ socketPath, path: target, timeout: 5000 }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    call.on("timeout", () => call.destroy(new Error("no answer in time")));
    call.on("error", reject);
    call.end();
  });

const HUB_NICE = 10;

/**
 * In the field the hub has a machine of its own; here it would take the processor from hosts that pass the VIP on, and
 * a drill would measure that. The kernel weighs sessions where it knows of them (sched(7), autogroup), else threads.
 */
const letHostsGoFirst = async (pid: number): Promise<void> => {
  setPriority(pid, HUB_NICE);
  await writeFile(`/proc/${pid}/autogroup`, String(HUB_NICE)).catch(() => {});
};

const startHubRelay = (setup: HubSetup, socketPath: string): Promise<LabProcess> =>
  spawnInNamespace({
    name: "relay of the hub",
    namespace: namespaceName(setup.labId, "hub"),
    argv: [process.execPath, repositoryPath("e2e", "out", "relay.mjs"), socketPath, HUB_ADDRESS, String(HUB_PORT)],
    logFile: path.join(setup.dir, "relay.log"),
  });

export const createHub = async (setup: HubSetup): Promise<HubUnit> => {
  const dataDir = path.join(setup.dir, "data");
  const enrolmentFile = path.join(setup.dir, "enrolment.json");
  const logFile = path.join(setup.dir, "hub.log");
  const socketPath = path.join(setup.dir, "hub.sock");
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await mustRun(["tar", "-xf", setup.seed, "-C", dataDir]);
  await writeSecret(enrolmentFile, JSON.stringify(setup.enrolment));
  const relay = await startHubRelay(setup, socketPath);
  let current: LabProcess | null = null;

  const start = async (): Promise<void> => {
    const hub = await spawnInNamespace({
      name: "hub",
      namespace: namespaceName(setup.labId, "hub"),
      argv: hubCommand(
        ...["run", "--data-dir", dataDir, "--listen", `${HUB_ADDRESS}:${HUB_PORT}`],
        ...["--public-url", setup.publicUrl, "--web-dir", repositoryPath("apps", "web", "out")],
        ...["--enrolment-file", enrolmentFile],
      ),
      logFile,
      cwd: setup.dir,
      env: withCompileCache(),
    });
    current = hub;
    const evidence = async (): Promise<string> => `${await tail(logFile)}\n${await tail(relay.logFile)}`;
    await poll({ what: "the hub answers", deadlineMs: 240_000, everyMs: 500, evidence }, async () => {
      if (!hub.running()) throw new Hopeless(`the hub ended by ${await hub.exited}`);
      return (await httpStatus(socketPath, "/api/v1/health")) === 200 ? true : null;
    });
    await letHostsGoFirst(hub.pid);
  };

  return {
    name: "hub",
    logFile,
    socketPath,
    start,
    stop: async (signal) => (current ? stopProcess(current, 15_000, signal) : 0),
    process: () => current,
    setupLink: async () => {
      const text = await readFile(path.join(dataDir, "setup-link"), "utf8").catch(() => "");
      return text.trim() || null;
    },
  };
};
