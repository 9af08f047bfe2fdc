import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";

/** A real MariaDB on loopback for tests, from the prepared data folder of the lab. */

const root = fileURLToPath(new URL("../../../../../.baton/", import.meta.url));
const debian = existsSync("/usr/sbin/mariadbd") ? "/" : path.join(root, "debian");
const program = path.join(debian, "usr/sbin/mariadbd");
const seed = path.join(root, "lab/seed");
const libraries = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"].map((folder) => path.join(debian, folder));

/** Why no MariaDB can be run here, null when one can. */
export const mariadbMissing = (): string | null => {
  if (process.getuid?.() !== 0) return "not root";
  const needed = [program, path.join(seed, "mariadb-data.tar"), path.join(seed, "mariadb-share.tar")];
  const absent = needed.find((file) => !existsSync(file));
  return absent ? `${absent} is not there` : null;
};

export interface Mariadb {
  readonly port: number;
  query(sql: string): Promise<RowDataPacket[]>;
  /** Runs what replicas shall not hear of. */
  local(...statements: readonly string[]): Promise<void>;
  /** Everything it has logged. */
  log(): string;
  stop(): Promise<void>;
  remove(): Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

const configOf = (folder: string, port: number, serverId: number, more: Readonly<Record<string, string>>): string => {
  const share = path.join(folder, "install/share/mysql");
  const options: Readonly<Record<string, string | number>> = {
    user: "nobody",
    datadir: `${folder}/data`,
    socket: `${folder}/data/s`,
    "pid-file": `${folder}/data/pid`,
    "log-error": `${folder}/data/server.log`,
    "bind-address": "127.0.0.1",
    port,
    "server-id": serverId,
    "log-bin": "binlog",
    "skip-name-resolve": "ON",
    basedir: `${folder}/install`,
    "lc-messages-dir": share,
    "character-sets-dir": `${share}/charsets`,
    "plugin-dir": `${folder}/install/lib/mysql/plugin`,
    "innodb-buffer-pool-size": "64M",
    "innodb-log-file-size": "8M",
    "innodb-temp-data-file-path": "ibtmp1:2M:autoextend",
    "innodb-flush-method": "fsync",
    "innodb-use-native-aio": 0,
    "performance-schema": "OFF",
    "log-warnings": 4,
    ...more,
  };
  return `[mariadbd]\n${Object.entries(options)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("")}`;
};

/** `sql` is run by the server itself before it serves, one statement a line. */
export const startMariadb = async (
  serverId: number,
  sql: readonly string[],
  options: Readonly<Record<string, string>> = {},
): Promise<Mariadb> => {
  const folder = mkdtempSync(path.join(tmpdir(), "baton-mariadb-"));
  chmodSync(folder, 0o755);
  for (const part of ["data", "install"]) {
    mkdirSync(path.join(folder, part));
    const archive = path.join(seed, part === "data" ? "mariadb-data.tar" : "mariadb-share.tar");
    execFileSync("tar", ["-xf", archive, "-C", path.join(folder, part), "--no-same-owner"]);
  }
  const port = await freePort();
  writeFileSync(path.join(folder, "my.cnf"), configOf(folder, port, serverId, options));
  const admin =
    "CREATE USER admin@127.0.0.1 IDENTIFIED BY 'admin'; GRANT ALL ON *.* TO admin@127.0.0.1 WITH GRANT OPTION;";
  writeFileSync(
    path.join(folder, "data/first.sql"),
    ["SET sql_log_bin = 0;", admin, ...sql].join("\n").replaceAll("; ", ";\n"),
  );
  execFileSync("chown", ["-R", "nobody", path.join(folder, "data")]);
  const server: ChildProcess = spawn(
    program,
    [`--defaults-file=${folder}/my.cnf`, `--init-file=${folder}/data/first.sql`],
    { stdio: "ignore", cwd: folder, env: { ...process.env, LD_LIBRARY_PATH: libraries.join(":") } },
  );
  const log = (): string => readFileSync(path.join(folder, "data/server.log"), "utf8");

  const withConnection = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    const login = { host: "127.0.0.1", port, user: "admin", password: "admin", connectTimeout: 2000 };
    const connection = await createConnection(login);
    try {
      return await work(connection);
    } finally {
      await connection.end();
    }
  };
  const query = (text: string): Promise<RowDataPacket[]> =>
    withConnection(async (connection) => (await connection.query<RowDataPacket[]>(text))[0]);
  const local = (...statements: readonly string[]): Promise<void> =>
    withConnection(async (connection) => {
      for (const statement of ["SET sql_log_bin = 0", ...statements]) await connection.query(statement);
    });
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill("SIGKILL");
    await once(server, "exit");
  };
  const end = Date.now() + 40_000;
  for (;;) {
    const answer = await query("SELECT 1").catch((error: unknown) => error);
    if (Array.isArray(answer)) break;
    if (Date.now() < end && server.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 200));
    else {
      const said = existsSync(path.join(folder, "data/server.log")) ? log() : "";
      await stop();
      rmSync(folder, { recursive: true, force: true });
      throw new Error(`MariaDB does not answer: ${String(answer)}\n${said}`);
    }
  }
  return {
    port,
    query,
    local,
    log,
    stop,
    remove: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
