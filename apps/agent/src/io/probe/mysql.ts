import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import type { MysqlCheck } from "@baton/shared/config/model-checks.ts";
import { type Connection, createConnection, type RowDataPacket } from "mysql2";
import { judgeMysql } from "../../core/health/expect/mysql.ts";
import type { ProbeFailure, ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { type ClientOptions, parseClientOptions } from "../../core/mysql/option-file.ts";
import { type Look, type Row, statusQueryFor } from "../../core/mysql/replication.ts";
import { classifyFailure, TIMED_OUT } from "./classify.ts";

const MAX_FILE_CHARS = 64 * 1024;
const ER_SPECIFIC_ACCESS_DENIED = 1227;
const ER_ACCESS_DENIED_NO_RIGHT = 1142;

/** Read anew for every probe: a changed password needs no reload, and no process keeps it. Throws a sentence. */
const readCredentials = async (file: string): Promise<ClientOptions> => {
  const parsed = parseClientOptions((await readFile(file, "utf8")).slice(0, MAX_FILE_CHARS));
  if (!parsed.ok) throw new Error(`${file}: ${parsed.error}`);
  return parsed.value;
};

const tlsOf = async ({ tls, tlsCa }: MysqlCheck) => {
  if (tls === "off") return {};
  const ca = tlsCa === null ? {} : { ca: await readFile(tlsCa, "utf8") };
  return { ssl: { rejectUnauthorized: tls === "verify", ...ca } };
};

const queryRows = (connection: Connection, sql: string): Promise<readonly Row[]> =>
  new Promise((resolve, reject) => {
    connection.query<RowDataPacket[]>({ sql }, (error, rows) => {
      if (error) reject(error);
      else resolve(Array.isArray(rows) ? rows : []);
    });
  });

const isDenied = (error: unknown): boolean =>
  error instanceof Error &&
  "errno" in error &&
  (error.errno === ER_SPECIFIC_ACCESS_DENIED || error.errno === ER_ACCESS_DENIED_NO_RIGHT);

const needsReplication = (check: MysqlCheck): boolean =>
  check.requireReplication || check.maxLag !== null || check.weightByLag !== null;

const look = async (check: MysqlCheck, connection: Connection): Promise<Look> => {
  const sql = "SELECT @@server_id AS serverId, @@global.read_only AS readOnly, @@version AS version";
  const [server] = await queryRows(connection, sql);
  if (check.query !== null) await queryRows(connection, check.query);
  const { serverId, readOnly, version } = server ?? {};
  if (!needsReplication(check)) return { serverId, readOnly, rows: [] };
  try {
    return { serverId, readOnly, rows: await queryRows(connection, statusQueryFor(String(version ?? ""))) };
  } catch (error) {
    if (!isDenied(error)) throw error;
    return { serverId, readOnly, rows: null };
  }
};

const failureOf = (error: unknown): ProbeFailure => {
  if (!(error instanceof Error)) return { ok: false, kind: "other", reason: String(error) };
  const known = classifyFailure(error);
  if (known.kind !== "other") return known;
  // What the server says, without what a file or a driver would add to it.
  const code = "code" in error && typeof error.code === "string" ? `${error.code}: ` : "";
  return { ok: false, kind: "errno" in error ? "answer" : "other", reason: `${code}${error.message}`.slice(0, 500) };
};

/**
 * A real log-in, a look at the server, a good-bye. The connect timeout is the time for all of it. Credentials come
 * from the file and go nowhere else. Never rejects.
 */
export const probeMysql = async (check: MysqlCheck, signal: AbortSignal): Promise<ProbeOutcome> => {
  let connection: Connection | null = null;
  const destroy = (): void => connection?.destroy();
  let timer: NodeJS.Timeout | null = null;
  const timeout = new Promise<ProbeOutcome>((resolve) => {
    timer = setTimeout(() => {
      destroy();
      resolve(TIMED_OUT);
    }, check.connectTimeout);
  });
  const ask = async (): Promise<ProbeOutcome> => {
    const [{ user, password }, tls] = await Promise.all([readCredentials(check.defaultsFile), tlsOf(check)]);
    const opened = createConnection({
      user,
      password,
      ...tls,
      connectTimeout: check.connectTimeout,
      supportBigNumbers: true,
      stream: () =>
        connect({
          host: check.connectAddress,
          port: check.connectPort,
          noDelay: true,
          ...(check.bindAddress === null ? {} : { localAddress: check.bindAddress }),
        }),
    });
    connection = opened;
    await new Promise<void>((resolve, reject) => {
      opened.on("error", reject);
      opened.connect((error) => (error ? reject(error) : resolve()));
    });
    const outcome = judgeMysql(check, await look(check, opened));
    // Without a good-bye every probe would be an aborted connection in the server's log.
    await new Promise<void>((resolve) => opened.end(() => resolve()));
    return outcome;
  };
  signal.addEventListener("abort", destroy);
  try {
    return await Promise.race([ask().catch(failureOf), timeout]);
  } finally {
    if (timer) clearTimeout(timer);
    signal.removeEventListener("abort", destroy);
    destroy();
  }
};
