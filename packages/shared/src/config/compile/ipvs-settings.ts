import type { BoundBlock } from "../bind.ts";
import type { GlobalDefs } from "../model.ts";
import type { ConnectionTimeouts, IpvsSettings } from "../model-service.ts";
import { type Complaints, entryOf } from "./reader.ts";

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
const namespaceOf = (root: BoundBlock, say: Complaints): string | null => {
  const word = entryOf(root, "net_namespace_ipvs")?.args[0];
  if (!word) return null;
  if (/^(?!\.{1,2}$)[\w.:@-]{1,100}$/.test(word.value)) return word.value;
  say.error(word, "config.bad-value", `'${word.value.slice(0, 60)}' is not the name of a network namespace`);
  return null;
};

/** What the file says of the IPVS table as a whole. */
export const compileIpvsSettings = (
  root: BoundBlock,
  globals: BoundBlock | null,
  say: Complaints,
): Pick<GlobalDefs, "ipvs"> => {
  const namespace = namespaceOf(root, say);
  const timeouts = timeoutsOf(globals, say);
  const flushAtStop = flushAtStopOf(globals, say);
  const ipvs: IpvsSettings = {
    ...(namespace === null ? {} : { namespace }),
    ...(timeouts ? { timeouts } : {}),
    ...(entryOf(globals, "lvs_flush") ? { flushAtStart: true } : {}),
    ...(flushAtStop ? { flushAtStop } : {}),
  };
  return Object.keys(ipvs).length > 0 ? { ipvs } : {};
};
