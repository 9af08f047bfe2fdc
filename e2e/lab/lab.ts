import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type AgentUnit, createAgent } from "./agent.ts";
import { mustRun } from "./command.ts";
import { createHub, type HubUnit } from "./hub.ts";
import { accountIds, findMariadb } from "./installation.ts";
import { mountRuntime, removeLab } from "./leftovers.ts";
import { createDatabase, type DatabaseServer, replicationRuns } from "./mariadb.ts";
import { SERVER_USER } from "./mariadb-config.ts";
import { createNetwork } from "./network.ts";
import { heldBy } from "./observe.ts";
import { repositoryPath } from "./paths.ts";
import { Hopeless, poll } from "./poll.ts";
import { tail } from "./processes.ts";
import type { Progress } from "./progress.ts";
import { type LabSecrets, makeSecrets } from "./secrets.ts";
import { SEEDS } from "./seeds.ts";
import { type DatabaseName, HOST_NAMES, type HostName, VIP } from "./topology.ts";
import type { Unit } from "./unit.ts";

/** The article's hosts, running. Everything here assumes root and a kernel with IPVS. */
export interface Lab {
  readonly id: string;
  readonly dir: string;
  readonly secrets: LabSecrets;
  readonly hub: HubUnit;
  readonly databases: Readonly<Record<DatabaseName, DatabaseServer>>;
  readonly agents: Readonly<Record<HostName, AgentUnit>>;
  readonly units: readonly Unit[];
}

export interface LabOptions {
  readonly id: string;
  /** Where people will find the dashboard; the set-up link is made from it. */
  readonly publicUrl: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Longer than an agent takes to withdraw in order. */
const STOP_GRACE_MS = 12_000;

const AGENT_OPTIONS: Readonly<Record<HostName, (watcherDefaults: string) => readonly string[]>> = {
  lvs1: () => directorOptions("article-lvs1.conf"),
  lvs2: () => directorOptions("article-lvs2.conf"),
  db1: (watcher) => realServerOptions(watcher),
  db2: (watcher) => realServerOptions(watcher),
  client: () => ["--role", "witness"],
};

const directorOptions = (file: string): string[] => [
  ...["--role", "director", "--config", repositoryPath("conformance", "config", "valid", file)],
];

const realServerOptions = (watcherDefaults: string): string[] => [
  ...["--role", "realserver", "--loopback-vip", VIP, "--mysql-defaults-file", watcherDefaults],
];

const hostFolder = async (dir: string, name: string): Promise<string> => {
  const folder = path.join(dir, name);
  await mkdir(folder, { recursive: true });
  return folder;
};

export const createDatabases = async (
  options: LabOptions,
  dir: string,
  secrets: LabSecrets,
): Promise<Record<DatabaseName, DatabaseServer>> => {
  const programs = findMariadb();
  const basedir = await hostFolder(dir, "mariadb");
  await mustRun(["tar", "-xf", SEEDS.mariadbShare, "-C", basedir, "--no-same-owner"]);
  const owner = await accountIds(SERVER_USER);
  const create = async (name: DatabaseName): Promise<DatabaseServer> =>
    createDatabase({
      name,
      labId: options.id,
      dir: await hostFolder(dir, name),
      seed: SEEDS.mariadbData,
      installation: { server: programs.server, basedir, env: programs.env },
      owner,
      secrets: secrets.database,
    });
  const [db1, db2] = await Promise.all([create("db1"), create("db2")]);
  return { db1, db2 };
};

const createAgents = async (
  options: LabOptions,
  dir: string,
  secrets: LabSecrets,
  databases: Readonly<Record<DatabaseName, DatabaseServer>>,
): Promise<Record<HostName, AgentUnit>> => {
  const create = async (host: HostName): Promise<[HostName, AgentUnit]> => {
    const watcher = host === "db1" || host === "db2" ? databases[host].watcherDefaults : "";
    const agent = await createAgent({
      host,
      labId: options.id,
      dir: await hostFolder(dir, host),
      enrolmentToken: secrets.enrolment[host],
      options: AGENT_OPTIONS[host](watcher),
    });
    return [host, agent];
  };
  return Object.fromEntries(await Promise.all(HOST_NAMES.map(create))) as Record<HostName, AgentUnit>;
};

/** Waits until lvs1's kernel holds the VIP; ends early when an agent has given up. */
export const vipIsUp = (lab: Lab, signal: AbortSignal): Promise<true> =>
  poll(
    {
      what: `lvs1 holds ${VIP}`,
      deadlineMs: 120_000,
      everyMs: 500,
      signal,
      evidence: () => tail(lab.agents.lvs1.logFile),
    },
    async () => {
      const process = lab.agents.lvs1.process();
      if (process && !process.running()) throw new Hopeless(`the agent of lvs1 ended by ${await process.exited}`);
      return (await heldBy(lab.id, "lvs1")) ? true : null;
    },
  );

const build = async (options: LabOptions): Promise<Lab> => {
  const { id, progress, signal } = options;
  const secrets = makeSecrets();
  const dir = await progress.phase("network: 7 namespaces, 2 bridges, no way out", async () => {
    await createNetwork(id);
    return mountRuntime(id);
  });
  const [hub, databases] = await Promise.all([
    hostFolder(dir, "hub").then((folder) =>
      createHub({
        labId: id,
        dir: folder,
        seed: SEEDS.hub,
        publicUrl: options.publicUrl,
        enrolment: secrets.enrolment,
      }),
    ),
    createDatabases(options, dir, secrets),
  ]);
  const agents = await createAgents(options, dir, secrets, databases);
  const units = [hub, ...Object.values(databases), ...Object.values(agents)];
  const lab: Lab = { id, dir, secrets, hub, databases, agents, units };
  signal.throwIfAborted();

  const hubStarted = progress.phase("hub answers", () => hub.start());
  // Told later, by the await below; without this a failure meanwhile would end the process unheard.
  hubStarted.catch(() => {});
  // A director that starts before the databases answer would take them out first and back only at its next check.
  await progress.phase("MariaDB on db1 and db2 answers", () =>
    Promise.all([databases.db1.start(), databases.db2.start()]),
  );
  signal.throwIfAborted();
  // In the VM every Node process costs seconds of its two cores: first what the VIP needs, then the rest.
  await Promise.all([agents.lvs1.start(), agents.lvs2.start()]);
  await progress.phase(`lvs1 holds ${VIP}`, () => vipIsUp(lab, signal));
  await hubStarted;
  await Promise.all((["db1", "db2", "client"] as const).map((host) => agents[host].start()));
  await progress.phase("master-master replication runs", () =>
    Promise.all([replicationRuns(databases.db1), replicationRuns(databases.db2)]),
  );
  return lab;
};

export const stopLab = (labId: string): Promise<number> => removeLab(labId, { graceMs: STOP_GRACE_MS });

/** Builds the whole lab, or nothing: a failure or an abort half way removes what was made. */
export const startLab = async (options: LabOptions): Promise<Lab> => {
  const left = await removeLab(options.id, { graceMs: 0 });
  if (left > 0) options.progress.note(`removed what an earlier run had left (${left} namespaces)`);
  try {
    return await build(options);
  } catch (error) {
    await removeLab(options.id, { graceMs: 0 });
    throw error;
  }
};
