import { readFile } from "node:fs/promises";
import type { CheckConnection, MysqlCheck } from "@baton/shared/config/model-checks.ts";
import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { type Connection, type ConnectionOptions, createConnection, type RowDataPacket } from "mysql2";
import { judgeMysql } from "../../core/health/expect/mysql.ts";
import type { ProbeFailure, ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { type ClientOptions, parseClientOptions } from "../../core/mysql/option-file.ts";
import { type Look, type Row, statusQueryFor } from "../../core/mysql/replication.ts";
import { openStream } from "./bound-socket.ts";
import { classifyFailure } from "./classify.ts";
import { probeWithin } from "./within.ts";

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

/** The driver looks for `host` in the certificate; it connects by a stream of ours, so that is all it does with it. */
const named = (logIn: LogIn, { tlsServerName }: MysqlCheck): LogIn =>
  tlsServerName !== undefined && typeof logIn.ssl === "object"
    ? { ...logIn, host: tlsServerName, ssl: { ...logIn.ssl, verifyIdentity: true } }
    : logIn;

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

const SERVER = "SELECT @@server_id AS serverId, @@global.read_only AS readOnly, @@version AS version";

const look = async (check: MysqlCheck, connection: Connection): Promise<Look> => {
  const [server] = await queryRows(connection, SERVER);
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

type LogIn = Omit<ConnectionOptions, "stream">;

/** Everything that a probe has open; all of it goes when the probe ends, however it ends. */
class Session {
  readonly #open = new Set<Connection>();
  #ended = false;

  end(): void {
    this.#ended = true;
    for (const connection of this.#open) connection.destroy();
  }

  /** A real log-in, some work, a good-bye: without one every probe would be an aborted connection in the server's log. */
  async visit<T>(at: CheckConnection, logIn: LogIn, work: (connection: Connection) => Promise<T>): Promise<T> {
    if (this.#ended) throw new Error("the probe has ended");
    const stream = openStream(at);
    const connection = createConnection({ ...logIn, connectTimeout: at.connectTimeout, stream: () => stream });
    this.#open.add(connection);
    try {
      await new Promise<void>((resolve, reject) => {
        connection.on("error", reject);
        connection.connect((error) => (error ? reject(error) : resolve()));
      });
      const result = await work(connection);
      await new Promise<void>((resolve) => connection.end(() => resolve()));
      return result;
    } finally {
      connection.destroy();
      this.#open.delete(connection);
    }
  }
}

/**
 * The first of the other servers that takes writes too. One that can't be asked takes none as far as anybody knows: a
 * server must not go out because another is dead.
 */
const otherWriter = async (check: MysqlCheck, session: Session, logIn: LogIn): Promise<string | null> => {
  const asked = (check.otherWriters ?? []).map(async (place): Promise<string | null> => {
    const at = { ...check, connectAddress: place.address, connectPort: place.port };
    try {
      const [server] = await session.visit(at, logIn, (connection) => queryRows(connection, SERVER));
      return isOff(server?.readOnly) ? formatEndpoint(place) : null;
    } catch {
      return null;
    }
  });
  return (await Promise.all(asked)).find((writer) => writer !== null) ?? null;
};

const isOff = (value: unknown): boolean => value === 0 || value === "0" || value === "OFF";

const ask = async (check: MysqlCheck, session: Session): Promise<ProbeOutcome> => {
  const [{ user, password }, tls] = await Promise.all([readCredentials(check.defaultsFile), tlsOf(check)]);
  const logIn: LogIn = { user, password, ...tls, supportBigNumbers: true };
  const found = await session.visit(check, named(logIn, check), (connection) => look(check, connection));
  const other = isOff(found.readOnly) ? await otherWriter(check, session, logIn) : null;
  return judgeMysql(check, found, other);
};

/**
 * Logs in and asks the server about itself. The connect timeout is the time for all of it. Credentials come from the
 * file and go nowhere else. Never rejects.
 */
export const probeMysql = (check: MysqlCheck, signal: AbortSignal): Promise<ProbeOutcome> =>
  probeWithin(check.connectTimeout, signal, (end) => {
    const session = new Session();
    ask(check, session).then(end, (error: unknown) => end(failureOf(error)));
    return () => session.end();
  });
