import { type DatabaseName, HOSTS, MYSQL_PORT } from "./topology.ts";

/** Where a MariaDB was unpacked or installed; a relocated one finds none of these by itself. */
export interface MariadbInstallation {
  readonly server: string;
  readonly basedir: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Arguments a relocated server needs to find its messages, character sets and plugins. */
export const installationOptions = (basedir: string): Readonly<Record<string, string>> => ({
  basedir,
  "lc-messages-dir": `${basedir}/share/mysql`,
  "character-sets-dir": `${basedir}/share/mysql/charsets`,
  "plugin-dir": `${basedir}/lib/mysql/plugin`,
});

/** Small for a VM, and the same when the data folder is made and when it is used. */
export const SIZE_OPTIONS: Readonly<Record<string, string>> = {
  "innodb-buffer-pool-size": "64M",
  "innodb-log-file-size": "8M",
  "innodb-temp-data-file-path": "ibtmp1:2M:autoextend",
  "innodb-flush-method": "fsync",
  "innodb-use-native-aio": "0",
  "performance-schema": "OFF",
};

export const SERVER_USER = "nobody";

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Made anew for every run of the lab. */
export interface DatabaseSecrets {
  readonly replication: Credentials;
  readonly application: Credentials;
  readonly watcher: Credentials;
  readonly lab: Credentials;
}

interface Peer {
  readonly serverId: number;
  readonly offset: number;
  readonly source: string;
}

const PEERS: Readonly<Record<DatabaseName, Peer>> = {
  db1: { serverId: 1, offset: 1, source: HOSTS.db2.lan },
  db2: { serverId: 2, offset: 2, source: HOSTS.db1.lan },
};

export interface DatabaseFolders {
  readonly data: string;
  readonly socket: string;
  readonly log: string;
}

/** my.cnf of one half of the master-master pair. */
export const serverConfig = (name: DatabaseName, folders: DatabaseFolders, basedir: string): string => {
  const peer = PEERS[name];
  const options: Readonly<Record<string, string>> = {
    user: SERVER_USER,
    datadir: folders.data,
    socket: folders.socket,
    "pid-file": `${folders.data}/server.pid`,
    "log-error": folders.log,
    "bind-address": "0.0.0.0",
    port: String(MYSQL_PORT),
    ...installationOptions(basedir),
    ...SIZE_OPTIONS,
    "server-id": String(peer.serverId),
    "gtid-domain-id": String(peer.serverId),
    "auto-increment-increment": "2",
    "auto-increment-offset": String(peer.offset),
    "log-bin": "binlog",
    "relay-log": "relay",
    "log-slave-updates": "ON",
    "binlog-format": "ROW",
    "skip-name-resolve": "ON",
    // Health checks connect and hang up; they must not lock the director out.
    "max-connect-errors": "4294967295",
    "log-warnings": "1",
    "max-connections": "200",
    "slave-net-timeout": "10",
  };
  const lines = Object.entries(options).map(([key, value]) => `${key} = ${value}`);
  return `[mariadbd]\n${lines.join("\n")}\n`;
};

const quote = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

const createUser = ({ user, password }: Credentials, from: string, grants: string): string[] => [
  `CREATE OR REPLACE USER ${quote(user)}@${quote(from)} IDENTIFIED BY ${quote(password)};`,
  `GRANT ${grants} TO ${quote(user)}@${quote(from)};`,
];

/**
 * Run by the server itself before it serves (init-file), so that no password is ever an argument and no start
 * order between the two servers is needed: each goes on asking its source once a second until it answers.
 */
export const firstStartSql = (name: DatabaseName, secrets: DatabaseSecrets): string => {
  const { replication } = secrets;
  const statements = [
    "SET SESSION sql_log_bin = 0;",
    ...createUser(replication, "192.168.1.%", "REPLICATION SLAVE ON *.*"),
    "CREATE DATABASE IF NOT EXISTS shop;",
    ...createUser(secrets.application, "192.168.1.%", "ALL ON shop.*"),
    ...createUser(secrets.watcher, "localhost", "SLAVE MONITOR, BINLOG MONITOR ON *.*"),
    ...createUser(secrets.lab, "localhost", "ALL ON *.*"),
    [
      `CHANGE MASTER TO MASTER_HOST = ${quote(PEERS[name].source)}`,
      `MASTER_PORT = ${MYSQL_PORT}`,
      `MASTER_USER = ${quote(replication.user)}`,
      `MASTER_PASSWORD = ${quote(replication.password)}`,
      "MASTER_CONNECT_RETRY = 1",
      "MASTER_USE_GTID = slave_pos;",
    ].join(", "),
    "START SLAVE;",
  ];
  return `${statements.join("\n")}\n`;
};

/** A my.cnf-style file for a client on the server's own host. */
export const clientDefaults = (socket: string, { user, password }: Credentials): string =>
  `[client]\nsocket = ${socket}\nuser = ${user}\npassword = ${password}\n`;
