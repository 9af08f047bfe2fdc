import type { Millis } from "../base/duration.ts";
import type { ScriptCommand } from "./model-track.ts";
import type { SourceRange } from "./source.ts";

/** What the configuration says about the checkers of a real server. */

export type Checker = TcpCheck | HttpCheck | MiscCheck | MysqlCheck;

interface CheckTimers {
  readonly range: SourceRange;
  /** Further tries after the first failure before the server counts as down. */
  readonly retry: number;
  readonly delayBeforeRetry: Millis;
  readonly delayLoop: Millis;
  /** The first probe comes within this time, at random. */
  readonly warmup: Millis;
}

/** Where a checker that speaks over the network connects to. */
export interface CheckConnection {
  readonly connectAddress: string;
  readonly connectPort: number;
  readonly bindAddress: string | null;
  readonly connectTimeout: Millis;
}

export interface TcpCheck extends CheckTimers, CheckConnection {
  readonly kind: "TCP_CHECK";
}

/** HTTP_GET and SSL_GET: every page must be as described. SSL_GET does not verify the certificate, like keepalived. */
export interface HttpCheck extends CheckTimers, CheckConnection {
  readonly kind: "HTTP_GET" | "SSL_GET";
  readonly urls: readonly [CheckedUrl, ...CheckedUrl[]];
  /** The name sent in TLS; null: none. */
  readonly serverName: string | null;
}

export interface CheckedUrl {
  readonly path: string;
  /** Accepted codes, both ends included. */
  readonly statusCodes: readonly { readonly from: number; readonly to: number }[];
  /** MD5 of the body in lower-case hexadecimal. */
  readonly digest: string | null;
  /** The Host header; null: address and port. */
  readonly virtualHost: string | null;
}

export interface MiscCheck extends CheckTimers {
  readonly kind: "MISC_CHECK";
  readonly command: ScriptCommand;
  /** After this the program is ended and counts as failed. */
  readonly timeout: Millis;
  /** misc_dynamic: exit status 2 to 255 sets the weight to 0 to 253. */
  readonly dynamic: boolean;
}

/** MYSQL_CHECK, Baton's own: logs in, and asks the server about itself. */
export interface MysqlCheck extends CheckTimers, CheckConnection {
  readonly kind: "MYSQL_CHECK";
  /** A my.cnf-style file whose [client] group has user and password. */
  readonly defaultsFile: string;
  /** A statement that must succeed, null for none beyond the look at the server itself. */
  readonly query: string | null;
  /** read_only must be off. */
  readonly requireWritable: boolean;
  /** Both replication threads of every source must run. */
  readonly requireReplication: boolean;
  /** Seconds of lag above which the server counts as failed. */
  readonly maxLag: number | null;
  readonly weightByLag: LagWeight | null;
  readonly tls: "off" | "on" | "verify";
  /** PEM file of the authorities that `verify` trusts; null: the usual ones. */
  readonly tlsCa: string | null;
}

/** The weight is whole up to `fullUntil` seconds of lag and falls to 0 at `zeroFrom`. */
export interface LagWeight {
  readonly fullUntil: number;
  readonly zeroFrom: number;
  /** A lag counts once it differs by this many seconds from the one that counted last. */
  readonly hysteresis: number;
}
