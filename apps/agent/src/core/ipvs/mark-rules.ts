import type { VirtualServer } from "@baton/shared/config/model.ts";
import type { MarkSettings, ServiceRange } from "@baton/shared/config/model-service.ts";
import { familyOf } from "@baton/shared/net/ip-address.ts";
import type { MarkBook } from "./group-marks.ts";
import { virtualServerKey } from "./services-of.ts";

/**
 * The rules that mark the packets of groups, as a document of libnftables-json(5): for each family a chain where packets for
 * this host come in, and for each protocol a map from address and port to the mark. Pure.
 */

type Json = Readonly<Record<string, unknown>>;
type Family = "ip" | "ip6";

interface Entry {
  readonly range: ServiceRange;
  readonly mark: number;
}

const PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;

const entriesOf = (
  virtualServers: readonly VirtualServer[],
  { marks }: MarkBook,
  family: Family,
  protocol: (typeof PROTOCOLS)[number],
): readonly Entry[] =>
  virtualServers.flatMap((server) => {
    const mark = marks.get(virtualServerKey(server));
    if (mark === undefined || server.protocol !== protocol) return [];
    const own = (server.group?.ranges ?? []).filter(
      ({ first }) => (familyOf(first) === "inet" ? "ip" : "ip6") === family,
    );
    return own.map((range) => ({ range, mark }));
  });

const between = <End>(first: End, last: End): unknown => (first === last ? first : { range: [first, last] });

const elementOf = ({ range: { first, last, port }, mark }: Entry): unknown => [
  { concat: [between(first, last), port === 0 ? { range: [0, 65_535] } : port] },
  mark,
];

const protocolRules = (
  family: Family,
  { table, counters }: MarkSettings,
  protocol: string,
  entries: readonly Entry[],
): readonly Json[] => {
  if (entries.length === 0) return [];
  const name = `${protocol}_map`;
  const key = {
    concat: [{ payload: { protocol: family, field: "daddr" } }, { payload: { protocol, field: "dport" } }],
  };
  const expr = [
    { match: { op: "==", left: { meta: { key: "l4proto" } }, right: protocol } },
    { mangle: { key: { meta: { key: "mark" } }, value: { map: { key, data: `@${name}` } } } },
    ...(counters ? [{ counter: null }] : []),
    { return: null },
  ];
  const map = {
    family,
    table,
    name,
    type: [family === "ip" ? "ipv4_addr" : "ipv6_addr", "inet_service"],
    map: "mark",
    flags: ["interval"],
    elem: entries.map(elementOf),
    ...(counters ? { stmt: [{ counter: null }] } : {}),
  };
  return [{ add: { map } }, { add: { rule: { family, table, chain: "in", expr } } }];
};

/** Takes the tables away, whether they are there or not. */
export const emptyMarks = (table: string): readonly Json[] =>
  (["ip", "ip6"] as const).flatMap((family) => [
    { add: { table: { family, name: table } } },
    { delete: { table: { family, name: table } } },
  ]);

/** The whole set-up, in one transaction; null when no group is marked. */
export const markRules = (
  virtualServers: readonly VirtualServer[],
  book: MarkBook,
  settings: MarkSettings,
): readonly Json[] | null => {
  const { table, priority } = settings;
  const made = (["ip", "ip6"] as const).flatMap((family) => {
    const rules = PROTOCOLS.flatMap((protocol) =>
      protocolRules(family, settings, protocol.toLowerCase(), entriesOf(virtualServers, book, family, protocol)),
    );
    if (rules.length === 0) return [];
    const chain = { family, table, name: "in", type: "filter", hook: "input", prio: priority, policy: "accept" };
    return [{ add: { table: { family, name: table } } }, { add: { chain } }, ...rules];
  });
  return made.length === 0 ? null : [...emptyMarks(table), ...made];
};
