import { fromSeconds } from "../../base/duration.ts";
import { familyOf, parseIpAddress } from "../../net/ip-address.ts";
import { moveHere, statementRange } from "../ast.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { Checker, Protocol, RealServer, VirtualServer } from "../model.ts";
import type { ServiceAddress, VirtualServerGroup } from "../model-service.ts";
import { type CheckDefaults, type InheritedTimers, inheritedTimers } from "./check-reader.ts";
import { compileChecker } from "./checker.ts";
import { forwardingOf } from "./forwarding.ts";
import { type Complaints, entriesOf, entryOf, flagOf, numberOf, stringOf } from "./reader.ts";
import { compileNotifyLine } from "./script-command.ts";
import { MAX_MARK, markOf, NO_GROUPS, type ServerGroups } from "./server-group.ts";
import { endpointOf, type Head, serverPort } from "./service-endpoint.ts";
import { compileServiceOptions, type Pool } from "./service-options.ts";

/** What keepalived takes when persistence_timeout stands alone. */
const DEFAULT_PERSISTENCE = 360;

/** Null when something that cannot be guessed is missing; that has been reported then. */
export const compileVirtualServer = (
  entry: BoundEntry,
  say: Complaints,
  groups: ServerGroups = NO_GROUPS,
): VirtualServer | null => {
  const { block } = entry;
  if (!block) return null;
  const head = virtualServerHead(entry, block, groups, say);
  const { address, port = null, mark, group } = head ?? {};
  const services: readonly ServiceAddress[] = group?.services ?? (head ? [{ ...head, port: port ?? 0 }] : []);
  const isMarkOnly = entry.args[0]?.value === "fwmark" || (group && services.every((each) => each.mark !== undefined));
  const protocol = isMarkOnly ? "TCP" : protocolOf(entry, block, say);
  const kind = entryOf(block, "lb_kind");
  const forwarding = kind ? forwardingOf(kind, say) : { forwarding: "NAT" as const };
  sayDefaults(entry, block, say);
  if (address === undefined || !forwarding) return null;
  sayMissingPort(entry, block, services, say);
  const isPortless = mark !== undefined || group !== undefined;
  const pool = { block, address, port: port ?? 0, forwarding, isPortless };
  const realServers = compileRealServers(pool, say);
  if (group) sayForcedPorts(realServers, group, entry, say);
  return {
    range: statementRange(entry.statement),
    protocol,
    address,
    port: pool.port,
    ...(mark === undefined ? {} : { mark }),
    ...(group ? { group } : {}),
    scheduler: stringOf(block, "lb_algo") ?? "wlc",
    forwarding: forwarding.forwarding,
    persistenceTimeout: persistenceOf(block, say),
    delayLoop: fromSeconds(numberOf(block, "delay_loop") ?? 60),
    alpha: flagOf(block, "alpha") ?? false,
    omega: flagOf(block, "omega") ?? false,
    ...quorumOf(block, realServers, say),
    realServers,
    ...compileServiceOptions(pool, say),
    ...alertOf(block),
  };
};

const sayMissingPort = (
  entry: BoundEntry,
  block: BoundBlock,
  services: readonly ServiceAddress[],
  say: Complaints,
): void => {
  if (entryOf(block, "persistence_timeout")) return;
  if (services.every(({ port, mark }) => port !== 0 || mark !== undefined)) return;
  say.error(
    entry.keyword,
    "config.missing-port",
    "a virtual server without a port must be persistent",
    "write its port, such as 3306, behind the address",
  );
};

/** As serverPort does for one service: DR and TUN bring packets to the port that the client asked for. */
const sayForcedPorts = (
  servers: readonly RealServer[],
  { services }: VirtualServerGroup,
  entry: BoundEntry,
  say: Complaints,
): void => {
  const ports = services.flatMap(({ port, mark }) => (mark === undefined ? [port] : []));
  const forced = servers.find(
    ({ port, forwarding }) => forwarding !== "NAT" && port !== 0 && ports.some((own) => own !== port),
  );
  if (forced)
    say.warning(
      entry.keyword,
      "config.port-forced",
      `${forced.forwarding} cannot change the port: ${forced.address} gets packets at the port of each service of the group`,
    );
};

const virtualServerHead = (
  entry: BoundEntry,
  block: BoundBlock,
  groups: ServerGroups,
  say: Complaints,
): Head | null => {
  const [first, second] = entry.args;
  if (!first) return null;
  if (first.value === "fwmark") return markHead(first, second, block, say);
  return first.value === "group" ? groupHead(first, second, block, groups, say) : endpointOf(first, second, say);
};

const sayNoAddress = (at: Token, block: BoundBlock, say: Complaints): void => {
  if (flagOf(block, "only_while_master") === true || flagOf(block, "ha_suspend") === true)
    say.error(at, "config.bad-value", "a service by firewall mark has no address that could be on this host or not");
};

const groupHead = (
  at: Token,
  name: Token | undefined,
  block: BoundBlock,
  groups: ServerGroups,
  say: Complaints,
): Head | null => {
  const group = groups.get(name?.value ?? "");
  if (!group) {
    say.error(
      name ?? at,
      "config.unknown-group",
      `there is no virtual_server_group ${(name ?? at).value.slice(0, 60)}`,
    );
    return null;
  }
  const [first] = group.services;
  // What is wrong with an empty group has been said at the group.
  if (!first) return null;
  if (group.services.some(({ mark }) => mark !== undefined)) sayNoAddress(at, block, say);
  return { address: familyOf(first.address) === "inet6" ? "::" : "0.0.0.0", port: null, group };
};

/** `fwmark N`. Its family is ip_family's, or that of the first real server. */
const markHead = (at: Token, number: Token | undefined, block: BoundBlock, say: Complaints): Head | null => {
  const mark = markOf(number);
  if (mark === null) {
    say.error(number ?? at, "config.bad-value", `a firewall mark is a number from 1 to ${MAX_MARK}`);
    return null;
  }
  sayNoAddress(at, block, say);
  const server = parseIpAddress(entryOf(block, "real_server")?.args[0]?.value ?? "");
  const family = stringOf(block, "ip_family") ?? (server.ok ? familyOf(server.value.text) : "inet");
  return { address: family === "inet6" ? "::" : "0.0.0.0", port: 0, mark };
};

const protocolOf = (entry: BoundEntry, block: BoundBlock, say: Complaints): Protocol => {
  const text = stringOf(block, "protocol");
  if (!entryOf(block, "protocol"))
    say.error(
      entry.keyword,
      "config.missing-protocol",
      "this virtual server has no 'protocol', and keepalived then takes UDP",
      "add 'protocol TCP'",
    );
  return text === "UDP" || text === "SCTP" ? text : "TCP";
};

/** The keyword without a number means 360 s; 0 means none, as old files write it. */
const persistenceOf = (block: BoundBlock, say: Complaints): VirtualServer["persistenceTimeout"] => {
  const entry = entryOf(block, "persistence_timeout");
  if (!entry) return null;
  const value = numberOf(block, "persistence_timeout") ?? DEFAULT_PERSISTENCE;
  if (value > 0) return fromSeconds(value);
  say.warning(entry.keyword, "config.old-spelling", "'persistence_timeout 0' is taken as no persistence");
  return null;
};

/** A quorum that can never be reached is lowered, and so is a margin that swallows it, as keepalived does at start. */
const quorumOf = (
  block: BoundBlock,
  realServers: readonly RealServer[],
  say: Complaints,
): Pick<VirtualServer, "quorum" | "hysteresis"> => {
  const total = realServers.reduce((sum, server) => sum + (server.standby ? 0 : server.weight), 0);
  let quorum = numberOf(block, "quorum") ?? 1;
  let hysteresis = numberOf(block, "hysteresis") ?? 0;
  const quorumAt = entryOf(block, "quorum")?.keyword;
  if (quorumAt && quorum > Math.max(total, 1)) {
    say.warning(
      quorumAt,
      "config.quorum",
      `quorum ${quorum} is above the total weight ${total}; taken as ${Math.max(total, 1)}`,
    );
    quorum = Math.max(total, 1);
  }
  const hysteresisAt = entryOf(block, "hysteresis")?.keyword;
  if (hysteresisAt && hysteresis >= quorum) {
    say.warning(
      hysteresisAt,
      "config.quorum",
      `hysteresis ${hysteresis} is not below the quorum ${quorum}; taken as ${quorum - 1}`,
    );
    hysteresis = quorum - 1;
  }
  return { quorum, hysteresis };
};

const sayDefaults = (entry: BoundEntry, block: BoundBlock, say: Complaints): void => {
  if (!entryOf(block, "lb_kind"))
    say.warning(entry.keyword, "config.default-taken", "this virtual server has no 'lb_kind'; NAT is taken");
  if (!entryOf(block, "lb_algo"))
    say.warning(entry.keyword, "config.default-taken", "this virtual server has no 'lb_algo'; wlc is taken");
  const servers = entriesOf(block, "real_server");
  if (servers.length === 0) say.error(entry.keyword, "config.no-servers", "this virtual server has no real_server");
  else if (servers.every((server) => flagOf(server.block, "standby") === true))
    say.error(entry.keyword, "config.no-servers", "every real_server of this virtual server is a standby");
};

/** What each real server takes from the virtual server around it, read once for all of them. */
interface ServerDefaults {
  readonly weight: number;
  readonly inhibitOnFailure: boolean;
  readonly timers: InheritedTimers;
}

const serverDefaults = ({ block }: Pool): ServerDefaults => ({
  weight: numberOf(block, "weight") ?? 1,
  inhibitOnFailure: flagOf(block, "inhibit_on_failure") ?? false,
  timers: inheritedTimers(block),
});

const compileRealServers = (pool: Pool, say: Complaints): readonly RealServer[] => {
  const defaults = serverDefaults(pool);
  const servers: RealServer[] = [];
  const seen = new Set<string>();
  for (const entry of entriesOf(pool.block, "real_server")) {
    const server = compileRealServer(entry, pool, defaults, say);
    if (!server) continue;
    const key = `${server.address} ${server.port}`;
    if (seen.has(key))
      say.error(
        entry.keyword,
        "config.duplicate-server",
        `real server ${server.address} port ${server.port} stands in this pool twice`,
      );
    seen.add(key);
    servers.push(server);
  }
  return servers;
};

/** Nothing but a weight and checks: nearly all servers, so whatever else there could be is not looked for. */
const isUsual = ({ entries }: BoundBlock): boolean =>
  entries.every(({ spec, block }) => block !== null || spec.name === "weight");

const compileRealServer = (
  entry: BoundEntry,
  pool: Pool,
  defaults: ServerDefaults,
  say: Complaints,
): RealServer | null => {
  const { block } = entry;
  const first = entry.statement.words[1];
  const second = entry.statement.words[2];
  if (!block || !first) return null;
  if (entry.statement.block) moveHere(entry.statement.block);
  const head = endpointOf(first, second, say);
  if (!head) return null;
  const usual = isUsual(block);
  const method = usual ? null : entryOf(block, "lvs_method");
  const how = method ? forwardingOf(method, say) : pool.forwarding;
  if (!how) return null;
  const { forwarding } = how;
  if (forwarding !== "TUN" && familyOf(head.address) !== familyOf(pool.address))
    say.error(
      first,
      "config.mixed-families",
      `${head.address} and its virtual server are of different address families`,
    );
  // Where there is no one port to force, probes need the server's own.
  const port = pool.isPortless ? (head.port ?? 0) : serverPort(head, second, pool.port, forwarding, say);
  const timers = usual ? defaults.timers : inheritedTimers(block, defaults.timers);
  const around = { address: head.address, port, realServer: block, virtualServer: pool.block, timers };
  const server: Draft<RealServer> = {
    range: statementRange(entry.statement),
    address: head.address,
    port,
    weight: numberOf(block, "weight") ?? defaults.weight,
    forwarding,
    inhibitOnFailure: (usual ? null : flagOf(block, "inhibit_on_failure")) ?? defaults.inhibitOnFailure,
    checkers: compileCheckers(block, around, say),
  };
  if (how.tunnel) server.tunnel = how.tunnel;
  if (!usual) addRare(server, block, say);
  return server;
};

type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

const compileCheckers = (block: BoundBlock, defaults: CheckDefaults, say: Complaints): readonly Checker[] => {
  let checkers: readonly Checker[] = [];
  for (const entry of block.entries) {
    const checker = compileChecker(entry, defaults, say);
    // Nearly always one: a list that grows would keep room for sixteen more.
    if (checker) checkers = checkers.length === 0 ? [checker] : [...checkers, checker];
  }
  return checkers;
};

/** Set one by one, not put together from parts: there may be tens of thousands of servers, and few have any of it. */
const addRare = (server: Draft<RealServer>, block: BoundBlock, say: Complaints): void => {
  if (flagOf(block, "standby") === true) server.standby = true;
  const upperThreshold = numberOf(block, "uthreshold");
  if (upperThreshold !== null) server.upperThreshold = upperThreshold;
  const lowerThreshold = numberOf(block, "lthreshold");
  if (lowerThreshold !== null) server.lowerThreshold = lowerThreshold;
  const notifyUp = compileNotifyLine(entryOf(block, "notify_up"), say);
  if (notifyUp) server.notifyUp = notifyUp;
  const notifyDown = compileNotifyLine(entryOf(block, "notify_down"), say);
  if (notifyDown) server.notifyDown = notifyDown;
  const smtpAlert = flagOf(block, "smtp_alert");
  if (smtpAlert !== null) server.smtpAlert = smtpAlert;
};

const alertOf = (block: BoundBlock): Pick<RealServer, "smtpAlert"> => {
  const smtpAlert = flagOf(block, "smtp_alert");
  return smtpAlert === null ? {} : { smtpAlert };
};
