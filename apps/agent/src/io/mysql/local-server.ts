import { type Connection, createConnection, type RowDataPacket } from "mysql2/promise";
import type { ClientOptions } from "../../core/mysql/option-file.ts";
import { type Look, statusQueryFor } from "../../core/mysql/replication.ts";

const CONNECT_TIMEOUT_MS = 1500;
const QUERY_TIMEOUT_MS = 2000;
const ER_SPECIFIC_ACCESS_DENIED = 1227;
const ER_ACCESS_DENIED_NO_RIGHT = 1142;

/** One connection to the local server, kept from look to look and made anew after any failure. */
export interface LocalServer {
  /** Rejects when the server cannot be asked. */
  look(): Promise<Look>;
  close(): void;
}

export const openLocalServer = (options: ClientOptions): LocalServer => {
  let connection: Connection | null = null;

  const connect = async (): Promise<Connection> => {
    const opened = await createConnection({
      ...(options.socket ? { socketPath: options.socket } : { host: options.host, port: options.port }),
      user: options.user,
      password: options.password,
      connectTimeout: CONNECT_TIMEOUT_MS,
      supportBigNumbers: true,
    });
    opened.on("error", drop);
    connection = opened;
    return opened;
  };
  const drop = (): void => {
    connection?.destroy();
    connection = null;
  };
  const rowsOf = async (open: Connection, sql: string): Promise<readonly RowDataPacket[]> => {
    const [rows] = await open.query<RowDataPacket[]>({ sql, timeout: QUERY_TIMEOUT_MS });
    return rows;
  };

  const look = async (): Promise<Look> => {
    const open = connection ?? (await connect());
    const sql = "SELECT @@server_id AS serverId, @@global.read_only AS readOnly, @@version AS version";
    const [server] = await rowsOf(open, sql);
    const status = statusQueryFor(String(server?.version ?? ""));
    try {
      return { serverId: server?.serverId, readOnly: server?.readOnly, rows: await rowsOf(open, status) };
    } catch (error) {
      if (!isDenied(error)) throw error;
      return { serverId: server?.serverId, readOnly: server?.readOnly, rows: null };
    }
  };

  return {
    look: async () => {
      try {
        return await look();
      } catch (error) {
        drop();
        throw error;
      }
    },
    close: drop,
  };
};

const isDenied = (error: unknown): boolean =>
  error instanceof Error &&
  "errno" in error &&
  (error.errno === ER_SPECIFIC_ACCESS_DENIED || error.errno === ER_ACCESS_DENIED_NO_RIGHT);
