import type { Millis } from "../base/duration.ts";
import type { ScriptCommand } from "./model-track.ts";
import type { SourceRange } from "./source.ts";

/** What the configuration says about the checkers of a real server. */

export type Checker =
  | TcpCheck
  | HttpCheck
  | SmtpCheck
  | DnsCheck
  | UdpCheck
  | PingCheck
  | FileCheck
  | BfdCheck
  | MiscCheck
  | MysqlCheck;

interface CheckTimers {
  /** Further tries after the first failure before the server counts as down. */
  readonly retry: number;
  readonly delayBeforeRetry: Millis;
  /** rise, Baton's own: successes in a row before a server that is down is back; absent: one. */
  readonly rise?: number;
  readonly delayLoop: Millis;
  /** The first probe comes within this time, at random. */
  readonly warmup: Millis;
  /** Counts as failed until its first success; absent: as the virtual server says. */
  readonly alpha?: boolean;
  /** log_all_failures: each failed probe is logged, not only the one that decides. */
  readonly logAllFailures?: boolean;
}

/** Where a checker that speaks over the network connects to. */
export interface CheckConnection {
  readonly connectAddress: string;
  readonly connectPort: number;
  readonly bindAddress: string | null;
  readonly connectTimeout: Millis;
  /** bind_port; absent: any. */
  readonly bindPort?: number;
  /** bind_if: the probe leaves by this interface and no other. */
  readonly bindInterface?: string;
  /** fwmark of the probe's packets. */
  readonly mark?: number;
}

export interface TcpCheck extends CheckTimers, CheckConnection {
  readonly kind: "TCP_CHECK";
}

/** HTTP_GET and SSL_GET: every page must be as described. SSL_GET does not verify the certificate, like keepalived. */
export interface HttpCheck extends CheckTimers, CheckConnection {
  readonly kind: "HTTP_GET" | "SSL_GET";
  readonly urls: readonly [CheckedUrl, ...CheckedUrl[]];
  /** sni_name, sent in TLS; null: none, or each page's own. */
  readonly serverName: string | null;
  /** How the request is worded; absent: HTTP/1.0. 1.0C adds "Connection: close", as 1.1 does. */
  readonly protocol?: "1.0C" | "1.1";
}

export interface CheckedUrl {
  readonly path: string;
  /** Accepted codes, both ends included. */
  readonly statusCodes: readonly { readonly from: number; readonly to: number }[];
  /** MD5 of the body in lower-case hexadecimal. */
  readonly digest: string | null;
  /** The Host header; null: address and port. */
  readonly virtualHost: string | null;
  /** enable_sni: the virtualhost, sent in TLS. */
  readonly serverName?: string;
  readonly pattern?: CheckedPattern;
  /** tls_compliant: the server is told by a close_notify that TLS ends. */
  readonly closesTls?: true;
}

/** So much of a page is kept for its pattern. */
export const MAX_SEARCHED_BYTES = 256 * 1024;

/** regex, as a JavaScript one, over the page's bytes; with the flag u over its characters in UTF-8. */
export interface CheckedPattern {
  readonly source: string;
  readonly flags: string;
  /** The match must begin in the first line. */
  readonly firstLine: boolean;
  /** False: regex_no_match, a match is bad. */
  readonly matches: boolean;
  /** Where a match may begin, in bytes, both ends included. */
  readonly minOffset: number;
  readonly maxOffset: number;
}

/** SMTP_CHECK: greeting, HELO, QUIT, each answered as it should be. */
export interface SmtpCheck extends CheckTimers, CheckConnection {
  readonly kind: "SMTP_CHECK";
  /** What is said in HELO; absent: baton.invalid, a name that nobody can have (RFC 2606). */
  readonly helo?: string;
  /** What is probed: the old `host` blocks one after another, else the server. */
  readonly targets: readonly CheckConnection[];
}

export const DNS_TYPES = ["A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA"] as const;

/** DNS_CHECK: a query over UDP that is answered without an error. */
export interface DnsCheck extends CheckTimers, CheckConnection {
  readonly kind: "DNS_CHECK";
  readonly type: (typeof DNS_TYPES)[number];
  readonly name: string;
}

/** UDP_CHECK: nobody says that the port is closed, or the reply is as required. */
export interface UdpCheck extends CheckTimers, CheckConnection {
  readonly kind: "UDP_CHECK";
  /** Hexadecimal; null: random bytes. */
  readonly payload: string | null;
  readonly reply: RequiredReply | null;
}

/** The shorter of the two, reply and pattern, is compared; `x` in the pattern is any half byte. */
export interface RequiredReply {
  /** Hexadecimal digits and x, two for each byte; empty: any content. */
  readonly pattern: string;
  /** Bytes, both ends included. */
  readonly minLength: number;
  readonly maxLength: number;
}

/** PING_CHECK: an ICMP echo is answered. The port says nothing. */
export interface PingCheck extends CheckTimers, CheckConnection {
  readonly kind: "PING_CHECK";
}

/** A check that names something which may stand further down in the file. */
interface Follower {
  /** Where to complain when it is not there. */
  readonly range: SourceRange;
}

/** FILE_CHECK: the number in a track_file, times the weight, is added to the server's; it is told of when it changes. */
export interface FileCheck extends CheckTimers, Follower {
  readonly kind: "FILE_CHECK";
  /** The track_file's name. */
  readonly file: string;
  /** Null: the track_file's own. */
  readonly factor: FileFactor | null;
}

/** BFD_CHECK: up while the session is; it is told of when it changes. */
export interface BfdCheck extends CheckTimers, Follower {
  readonly kind: "BFD_CHECK";
  /** The bfd_instance's name. */
  readonly session: string;
}

/** Weight 0: any number but 0 in the file takes the server out; with `reverse`, 0 does. Else `reverse` subtracts. */
export interface FileFactor {
  readonly weight: number;
  readonly reverse: boolean;
}

/** SSL: what SSL_GET shows of itself to a server that asks. No certificate of a server is verified, like in keepalived. */
export interface ClientCertificate {
  /** Paths of PEM files. */
  readonly certificate: string | null;
  readonly key: string | null;
  readonly ca: string | null;
  /** Of the key. */
  readonly password: string | null;
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
  /** require_no_other_writer: while this server takes writes, none of these may. */
  readonly otherWriters?: readonly { readonly address: string; readonly port: number }[];
  /** Both replication threads of every source must run. */
  readonly requireReplication: boolean;
  /** Seconds of lag above which the server counts as failed. */
  readonly maxLag: number | null;
  readonly weightByLag: LagWeight | null;
  readonly tls: "off" | "on" | "verify";
  /** PEM file of the authorities that `verify` trusts; null: the usual ones. */
  readonly tlsCa: string | null;
  /** The name that `verify` wants in the certificate; absent: any. */
  readonly tlsServerName?: string;
}

/** The weight is whole up to `fullUntil` seconds of lag and falls to 0 at `zeroFrom`. */
export interface LagWeight {
  readonly fullUntil: number;
  readonly zeroFrom: number;
  /** A lag counts once it differs by this many seconds from the one that counted last. */
  readonly hysteresis: number;
}
