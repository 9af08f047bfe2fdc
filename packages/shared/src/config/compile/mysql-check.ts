import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { LagWeight, MysqlCheck } from "../model-checks.ts";
import type { CheckReader } from "./check-reader.ts";
import { type Complaints, entryOf, flagOf, numberOf, stringOf } from "./reader.ts";

const MAX_LAG_SECONDS = 1_000_000;
const DEFAULT_HYSTERESIS = 2;
/** The last label of a name has a letter, so that an address is none. */
const HOST_NAME = /^(?=.{1,253}$)(?:[\w-]{1,63}\.)*[\w-]*[A-Za-z][\w-]*$/;

/** MYSQL_CHECK, Baton's own. Its timers have TCP_CHECK's defaults. */
export const compileMysqlCheck = (
  entry: BoundEntry,
  block: BoundBlock,
  check: CheckReader,
  say: Complaints,
): MysqlCheck | null => {
  const defaultsFile = stringOf(block, "defaults_file");
  if (defaultsFile === null) {
    say.error(
      entry.keyword,
      "config.missing-value",
      "this MYSQL_CHECK has no 'defaults_file' to log in with",
      "add 'defaults_file /etc/baton/check.cnf', a file with [client], user and password",
    );
    return null;
  }
  if (!defaultsFile.startsWith("/"))
    say.error(entryOf(block, "defaults_file")?.args[0] ?? entry.keyword, "config.bad-value", "write the whole path");
  const tls = stringOf(block, "tls");
  const tlsServerName = serverNameOf(block, tls, say);
  return {
    kind: "MYSQL_CHECK",
    ...check.connection(),
    ...check.timers({ retry: 1, delayBeforeRetry: 1 }),
    defaultsFile,
    query: stringOf(block, "query"),
    requireWritable: flagOf(block, "require_writable") ?? false,
    // Which they are is known when the whole virtual server has been read.
    ...(flagOf(block, "require_no_other_writer") === true ? { otherWriters: [] } : {}),
    requireReplication: flagOf(block, "require_replication") ?? false,
    maxLag: numberOf(block, "max_lag"),
    weightByLag: lagWeightOf(block, say),
    tls: tls === "on" || tls === "verify" ? tls : "off",
    tlsCa: stringOf(block, "tls_ca"),
    ...(tlsServerName === null ? {} : { tlsServerName }),
  };
};

/** A certificate is looked into where it is verified, and for a name: an address would be taken for none. */
const serverNameOf = (block: BoundBlock, tls: string | null, say: Complaints): string | null => {
  const name = stringOf(block, "tls_server_name");
  const token = entryOf(block, "tls_server_name")?.args[0];
  if (name === null || !token) return null;
  if (tls !== "verify") say.error(token, "config.bad-value", "'tls_server_name' needs 'tls verify'");
  else if (!HOST_NAME.test(name)) say.error(token, "config.bad-value", `'${name.slice(0, 60)}' is not a host name`);
  else return name;
  return null;
};

/** `weight_by_lag FULL ZERO [HYSTERESIS]`, in whole seconds. */
const lagWeightOf = (block: BoundBlock, say: Complaints): LagWeight | null => {
  const entry = entryOf(block, "weight_by_lag");
  if (!entry) return null;
  const numbers = entry.args.map(({ value }) => (/^\d{1,7}$/.test(value) ? Number(value) : Number.NaN));
  const [fullUntil = Number.NaN, zeroFrom = Number.NaN, hysteresis = DEFAULT_HYSTERESIS] = numbers;
  const isOrdered = fullUntil < zeroFrom && zeroFrom <= MAX_LAG_SECONDS;
  if (isOrdered && hysteresis >= 1 && numbers.length <= 3) return { fullUntil, zeroFrom, hysteresis };
  say.error(
    entry.keyword,
    "config.bad-value",
    "weight_by_lag takes FULL ZERO [HYSTERESIS] in whole seconds, FULL below ZERO",
    "such as 'weight_by_lag 2 30 2'",
  );
  return null;
};
