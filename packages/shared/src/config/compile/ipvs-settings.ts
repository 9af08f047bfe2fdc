import type { BoundBlock } from "../bind.ts";
import type { GlobalDefs } from "../model.ts";
import type { ConnectionTimeouts, IpvsSettings, MarkSettings } from "../model-service.ts";
import { type Complaints, entryOf, numberOf, stringOf } from "./reader.ts";

const FIELDS: Readonly<Record<string, keyof ConnectionTimeouts>> = { tcp: "tcp", tcpfin: "tcpFin", udp: "udp" };
/** net/netfilter/ipvs/ip_vs_ctl.c: what a timer of the kernel can count, in seconds at 1000 ticks a second. */
const LONGEST_SECONDS = Math.floor((2 ** 31 - 1) / 1000);

/** lvs_timeouts [tcp N] [tcpfin N] [udp N], in any order. */
const timeoutsOf = (globals: BoundBlock | null, say: Complaints): ConnectionTimeouts | null => {
  const args = entryOf(globals, "lvs_timeouts")?.args ?? [];
  const timeouts: { -readonly [Key in keyof ConnectionTimeouts]: ConnectionTimeouts[Key] } = {};
  for (let at = 0; at < args.length; at += 2) {
    const [word, value] = [args[at], args[at + 1]];
    if (!word) break;
    const field = Object.hasOwn(FIELDS, word.value) ? FIELDS[word.value] : undefined;
    const seconds = /^\d{1,10}$/.test(value?.value ?? "") ? Number(value?.value) : 0;
    if (field && seconds >= 1 && seconds <= LONGEST_SECONDS) timeouts[field] = seconds;
    else
      say.error(
        word,
        "config.bad-value",
        `'${word.value.slice(0, 60)} ${value?.value.slice(0, 60) ?? ""}' is no timeout`,
        `write tcp, tcpfin or udp and a number of seconds from 1 to ${LONGEST_SECONDS}`,
      );
  }
  return Object.keys(timeouts).length > 0 ? timeouts : null;
};

const flushAtStopOf = (globals: BoundBlock | null, say: Complaints): IpvsSettings["flushAtStop"] | null => {
  const entry = entryOf(globals, "lvs_flush_on_stop");
  const [word] = entry?.args ?? [];
  if (!entry) return null;
  if (!word) return "table";
  if (word.value !== "VS")
    say.error(word, "config.bad-value", `'${word.value.slice(0, 60)}' is not VS`, "write lvs_flush_on_stop [VS]");
  return "services";
};

/** A name as `ip netns` takes it: that of a file in /run/netns. */
const namespaceOf = (
  root: BoundBlock,
  keyword: "net_namespace" | "net_namespace_ipvs",
  say: Complaints,
): string | null => {
  const word = entryOf(root, keyword)?.args[0];
  if (!word) return null;
  if (/^(?!\.{1,2}$)[\w.:@-]{1,100}$/.test(word.value)) return word.value;
  say.error(word, "config.bad-value", `'${word.value.slice(0, 60)}' is not the name of a network namespace`);
  return null;
};

/** NFT_TABLE_MAXNAMELEN is 256 with its end. */
const TABLE_NAME = /^[A-Za-z_][\w./-]{0,254}$/;
/** keepalived's own, without a name. */
const DEFAULT_TABLE = "keepalived_ipvs";
/** Just before the usual filters; both are keepalived's numbers. */
const DEFAULT_PRIORITY = -1;
const DEFAULT_MARK = 1000;

const marksOf = (globals: BoundBlock | null, say: Complaints): MarkSettings | null => {
  const entry = entryOf(globals, "nftables_ipvs");
  if (!entry) return null;
  const [word] = entry.args;
  if (word && (!TABLE_NAME.test(word.value) || word.value === stringOf(globals, "nftables")))
    say.error(word, "config.bad-value", `'${word.value.slice(0, 60)}' is not the name of an nftables table of its own`);
  return {
    table: word?.value ?? DEFAULT_TABLE,
    priority: numberOf(globals, "nftables_ipvs_priority") ?? DEFAULT_PRIORITY,
    firstMark: numberOf(globals, "nftables_ipvs_start_fwmark") ?? DEFAULT_MARK,
    counters: entryOf(globals, "nftables_counters") !== null,
  };
};

/** Where everything of the file is, IPVS unless it has a namespace of its own included. */
export const compileNamespace = (root: BoundBlock, say: Complaints): Pick<GlobalDefs, "namespace"> => {
  const namespace = namespaceOf(root, "net_namespace", say);
  return namespace === null ? {} : { namespace };
};

/** What the file says of the IPVS table as a whole. */
export const compileIpvsSettings = (
  root: BoundBlock,
  globals: BoundBlock | null,
  say: Complaints,
): Pick<GlobalDefs, "ipvs"> => {
  const namespace = namespaceOf(root, "net_namespace_ipvs", say);
  const marks = marksOf(globals, say);
  const timeouts = timeoutsOf(globals, say);
  const flushAtStop = flushAtStopOf(globals, say);
  const ipvs: IpvsSettings = {
    ...(namespace === null ? {} : { namespace }),
    ...(marks ? { marks } : {}),
    ...(timeouts ? { timeouts } : {}),
    ...(entryOf(globals, "lvs_flush") ? { flushAtStart: true } : {}),
    ...(flushAtStop ? { flushAtStop } : {}),
  };
  return Object.keys(ipvs).length > 0 ? { ipvs } : {};
};
