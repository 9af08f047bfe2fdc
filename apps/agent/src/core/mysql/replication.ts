import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { FactOf } from "@baton/shared/contract/facts.ts";

export type ReplicationFact = FactOf<"replication">;
/** A row as the client library gives it: column names to values. */
export type Row = Readonly<Record<string, unknown>>;

/** What was read of one server in one look. */
export interface Look {
  readonly serverId: unknown;
  readonly readOnly: unknown;
  /** SHOW ALL SLAVES STATUS (MariaDB), SHOW REPLICA STATUS or SHOW SLAVE STATUS (MySQL); null: no right to ask. */
  readonly rows: readonly Row[] | null;
}

export type StatusQuery = "SHOW ALL SLAVES STATUS" | "SHOW REPLICA STATUS" | "SHOW SLAVE STATUS";

/** MySQL speaks of replicas since 8.0.22 and of nothing else since 8.4; MariaDB shows all connections with ALL. */
export const statusQueryFor = (version: string): StatusQuery => {
  if (/mariadb/i.test(version)) return "SHOW ALL SLAVES STATUS";
  const [major = 0, minor = 0, patch = 0] = (/^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  const modern = major > 8 || (major === 8 && (minor > 0 || patch >= 22));
  return modern ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
};

/** The first of the names, in any of the dialects, that the row has. */
const pick = (row: Row, ...names: readonly string[]): unknown => names.map((name) => row[name]).find((v) => v != null);

const textOf = (value: unknown): string => (typeof value === "string" ? value.slice(0, 1000) : "");
const countOf = (value: unknown): number | null => {
  const number = typeof value === "bigint" || typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : null;
};
const flagOf = (value: unknown): boolean | null => {
  if (value === 1 || value === "1" || value === "ON") return true;
  return value === 0 || value === "0" || value === "OFF" ? false : null;
};

interface Connection {
  readonly source: string;
  readonly io: string;
  readonly sql: string;
  readonly lag: number | null;
  readonly error: string;
}

const connectionOf = (row: Row): Connection => ({
  source: `${textOf(pick(row, "Source_Host", "Master_Host"))}:${pick(row, "Source_Port", "Master_Port") ?? ""}`,
  io: textOf(pick(row, "Replica_IO_Running", "Slave_IO_Running")),
  sql: textOf(pick(row, "Replica_SQL_Running", "Slave_SQL_Running")),
  lag: countOf(pick(row, "Seconds_Behind_Source", "Seconds_Behind_Master")),
  error: textOf(pick(row, "Last_SQL_Error")) || textOf(pick(row, "Last_IO_Error")),
});

const problemOf = (connections: readonly Connection[]): string | null => {
  for (const { source, io, sql, error } of connections) {
    if (sql !== "Yes") return `the SQL thread for ${source} is not running${error ? `: ${error}` : ""}`;
    if (io !== "Yes")
      return `the I/O thread for ${source} is ${io === "Connecting" ? "still connecting" : "not running"}${error ? `: ${error}` : ""}`;
  }
  return null;
};

/** The verdict on a server that answered. With several sources the worst one counts. */
export const replicationFact = (key: string, look: Look): ReplicationFact => {
  const base = { kind: "replication", key, reachable: true } as const;
  const known = { ...base, serverId: countOf(look.serverId), readOnly: flagOf(look.readOnly) };
  const none = { ioRunning: null, sqlRunning: null, lagSeconds: null, source: null };
  if (look.rows === null) return { ...known, ...none, problem: "no right to see the replication status" };
  const connections = look.rows.slice(0, 100).map(connectionOf);
  if (connections.length === 0) return { ...known, ...none, problem: "this server is no replica of anything" };
  const lags = connections.map(({ lag }) => lag);
  return {
    ...known,
    ioRunning: connections.every(({ io }) => io === "Yes"),
    sqlRunning: connections.every(({ sql }) => sql === "Yes"),
    lagSeconds: lags.some((lag) => lag === null) ? null : Math.max(...lags.map((lag) => lag ?? 0)),
    source: connections
      .map(({ source }) => source)
      .join(", ")
      .slice(0, 2000),
    problem: problemOf(connections),
  };
};

export const unreachableFact = (key: string, reason: string): ReplicationFact => ({
  kind: "replication",
  key,
  reachable: false,
  serverId: null,
  readOnly: null,
  ioRunning: null,
  sqlRunning: null,
  lagSeconds: null,
  source: null,
  problem: reason.slice(0, 2000),
});

const summary = (fact: ReplicationFact): string => {
  if (!fact.reachable) return `database ${fact.key} can't be asked: ${fact.problem}`;
  const mode = fact.readOnly === null ? "" : fact.readOnly ? ", read only" : ", writable";
  return fact.problem === null
    ? `database ${fact.key}: replication from ${fact.source} is running${mode}`
    : `database ${fact.key}: ${fact.problem}${mode}`;
};

/** Null when nothing changed that a person would want to be told; the lag alone is no news. */
export const replicationEvent = (
  before: ReplicationFact | null,
  now: ReplicationFact,
  at: number,
): AgentEvent | null => {
  const same =
    before !== null &&
    before.reachable === now.reachable &&
    before.readOnly === now.readOnly &&
    before.ioRunning === now.ioRunning &&
    before.sqlRunning === now.sqlRunning &&
    before.source === now.source;
  if (same) return null;
  return {
    kind: "replication.changed",
    severity: now.reachable && now.problem === null ? "info" : "warning",
    at,
    subject: now.key,
    text: summary(now).slice(0, 2000),
    data: {
      reachable: now.reachable,
      readOnly: now.readOnly,
      ioRunning: now.ioRunning,
      sqlRunning: now.sqlRunning,
      source: now.source,
      problem: now.problem,
    },
  };
};
