import { join, resolve } from "node:path";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import type { DatabaseSettings } from "./adapters/prisma/database.ts";

/** What the command line and the environment say, as text. */
export interface RawSettings {
  readonly dataDir: string;
  readonly listen: string;
  readonly publicUrl?: string | undefined;
  readonly webDir?: string | undefined;
  readonly enrolmentFile?: string | undefined;
  readonly databaseUrl?: string | undefined;
}

export interface HubSettings {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Where browsers reach the hub; null: only the listening address is known. */
  readonly publicUrl: string | null;
  readonly webDir: string | null;
  readonly enrolmentFile: string | null;
  readonly database: DatabaseSettings;
}

const LISTEN = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/;

const listenOf = (text: string): Result<{ host: string; port: number }, string> => {
  const [, inet6, host, port] = LISTEN.exec(text) ?? [];
  const number = Number(port);
  if (port === undefined || number > 65_535) {
    return err(`--listen wants HOST:PORT, such as 127.0.0.1:3000 or [::1]:3000, not "${text}"`);
  }
  return ok({ host: inet6 ?? host ?? "", port: number });
};

const publicUrlOf = (text: string | undefined): Result<string | null, string> => {
  if (text === undefined) return ok(null);
  const url = URL.parse(text);
  const web = url?.protocol === "http:" || url?.protocol === "https:";
  return url && web ? ok(url.href) : err(`--public-url wants an http or https URL, not "${text}"`);
};

/** The database URL carries a password, so messages about it never quote it. */
export const databaseOf = (dataDir: string, url: string | undefined): Result<DatabaseSettings, string> => {
  if (url === undefined || url === "") return ok({ kind: "embedded", folder: join(resolve(dataDir), "db") });
  const protocol = URL.parse(url)?.protocol;
  if (protocol === "postgresql:" || protocol === "postgres:") return ok({ kind: "server", url });
  return err("DATABASE_URL wants postgresql://USER:PASSWORD@HOST:PORT/DATABASE");
};

/** Text to typed settings; the error is a sentence for the user. Nothing else reads the environment. */
export const settingsOf = (raw: RawSettings): Result<HubSettings, string> => {
  const listen = listenOf(raw.listen);
  if (!listen.ok) return listen;
  const publicUrl = publicUrlOf(raw.publicUrl);
  if (!publicUrl.ok) return publicUrl;
  const database = databaseOf(raw.dataDir, raw.databaseUrl);
  if (!database.ok) return database;
  return ok({
    dataDir: resolve(raw.dataDir),
    ...listen.value,
    publicUrl: publicUrl.value,
    webDir: raw.webDir === undefined ? null : resolve(raw.webDir),
    enrolmentFile: raw.enrolmentFile === undefined ? null : resolve(raw.enrolmentFile),
    database: database.value,
  });
};
