import { chown, mkdir, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { mustRun } from "./command.ts";
import {
  type Credentials,
  clientDefaults,
  type DatabaseFolders,
  type DatabaseSecrets,
  firstStartSql,
  type MariadbInstallation,
  serverConfig,
} from "./mariadb-config.ts";
import { Hopeless, poll, until } from "./poll.ts";
import { type LabProcess, spawnInNamespace, stopProcess, tail } from "./processes.ts";
import { writeSecret } from "./secrets.ts";
import { type DatabaseName, namespaceName } from "./topology.ts";
import type { Unit } from "./unit.ts";

/** One real MariaDB server in its namespace; its socket is a path, so the lab reaches it from outside. */
export interface DatabaseServer extends Unit {
  readonly host: DatabaseName;
  readonly folders: DatabaseFolders;
  /** A client section for the agent's replication watcher. */
  readonly watcherDefaults: string;
  /** Rows of a statement, run on this server directly. */
  query(sql: string): Promise<RowDataPacket[]>;
}

export interface DatabaseSetup {
  readonly name: DatabaseName;
  readonly labId: string;
  readonly dir: string;
  readonly seed: string;
  readonly installation: MariadbInstallation;
  readonly owner: { uid: number; gid: number };
  readonly secrets: DatabaseSecrets;
}

const prepareFolder = async (setup: DatabaseSetup, folders: DatabaseFolders): Promise<void> => {
  await mkdir(folders.data, { recursive: true });
  await mustRun(["tar", "-xf", setup.seed, "-C", folders.data, "--no-same-owner"]);
  await mustRun(["chown", "-R", `${setup.owner.uid}:${setup.owner.gid}`, folders.data]);
  await writeFile(path.join(setup.dir, "my.cnf"), serverConfig(setup.name, folders, setup.installation.basedir));
  await writeFile(folders.log, "", { mode: 0o600 });
  await chown(folders.log, setup.owner.uid, setup.owner.gid);
  await writeSecret(path.join(setup.dir, "first-start.sql"), firstStartSql(setup.name, setup.secrets), setup.owner);
  await writeSecret(path.join(setup.dir, "watcher.cnf"), clientDefaults(folders.socket, setup.secrets.watcher));
};

export const runSql = async (socketPath: string, login: Credentials, sql: string): Promise<RowDataPacket[]> => {
  const connection = await createConnection({ socketPath, ...login, connectTimeout: 5000 });
  try {
    const [rows] = await connection.query<RowDataPacket[]>({ sql, timeout: 10_000 });
    return rows;
  } finally {
    connection.destroy();
  }
};

/** Whether the server speaks first, as it does when it is ready; cheaper than a log-in while it is not. */
const greets = (socketPath: string): Promise<true> =>
  new Promise((resolve, reject) => {
    const socket = connect({ path: socketPath, timeout: 5000 });
    socket.once("data", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("timeout", () => socket.destroy(new Error("no greeting in 5 s")));
    socket.once("error", reject);
    socket.once("end", () => reject(new Error("closed without a greeting")));
  });

export const createDatabase = async (setup: DatabaseSetup): Promise<DatabaseServer> => {
  const folders: DatabaseFolders = {
    data: path.join(setup.dir, "data"),
    socket: path.join(setup.dir, "data", "mysqld.sock"),
    log: path.join(setup.dir, "mariadb.log"),
  };
  await prepareFolder(setup, folders);
  const query = (sql: string): Promise<RowDataPacket[]> => runSql(folders.socket, setup.secrets.lab, sql);
  const firstStart = path.join(setup.dir, "first-start.sql");
  let current: LabProcess | null = null;
  let started = false;

  const start = async (): Promise<void> => {
    const server = await spawnInNamespace({
      name: `MariaDB on ${setup.name}`,
      namespace: namespaceName(setup.labId, setup.name),
      argv: [
        setup.installation.server,
        `--defaults-file=${path.join(setup.dir, "my.cnf")}`,
        ...(started ? [] : [`--init-file=${firstStart}`]),
      ],
      logFile: folders.log,
      env: setup.installation.env,
      cwd: folders.data,
    });
    current = server;
    await poll(
      {
        what: `MariaDB on ${setup.name} answers`,
        deadlineMs: 120_000,
        everyMs: 200,
        evidence: () => tail(folders.log),
      },
      async () => {
        if (!server.running()) throw new Hopeless(`MariaDB on ${setup.name} ended by ${await server.exited}`);
        return greets(folders.socket);
      },
    );
    if (!started) await rm(firstStart);
    started = true;
  };

  return {
    name: `mariadb-${setup.name}`,
    host: setup.name,
    folders,
    logFile: folders.log,
    watcherDefaults: path.join(setup.dir, "watcher.cnf"),
    start,
    stop: async (signal) => (current ? stopProcess(current, 20_000, signal) : 0),
    process: () => current,
    query,
  };
};

/** Waits until both threads of this replica run. */
export const replicationRuns = (server: DatabaseServer): Promise<true> =>
  until(
    {
      what: `replication runs on ${server.host}`,
      deadlineMs: 60_000,
      everyMs: 500,
      evidence: () => tail(server.folders.log),
    },
    async () => {
      const [status] = await server.query("SHOW SLAVE STATUS");
      if (status?.Slave_IO_Running === "Yes" && status.Slave_SQL_Running === "Yes") return true;
      throw new Error(`IO: ${status?.Slave_IO_Running}, SQL: ${status?.Slave_SQL_Running}, ${status?.Last_IO_Error}`);
    },
  );
