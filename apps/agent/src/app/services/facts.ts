import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import type { Fact } from "@baton/shared/contract/facts.ts";
import type { WeightOverride } from "../../core/health/override.ts";
import { healthWord, type ServerHealth } from "../../core/health/server.ts";
import { destinationKey, realServerKey, serviceKey } from "../../core/ipvs/key.ts";
import { type OwnService, placeOf, servicesOf, virtualServerKey } from "../../core/ipvs/services-of.ts";
import { type ActualService, type ActualTable, addTraffic, NO_TRAFFIC, type Traffic } from "../../core/ipvs/table.ts";

/** Why a server's weight is what it is. */
export interface WeightWord {
  readonly reason: string;
  readonly override: WeightOverride | null;
}

const overrideFact = ({ weight, requestedBy, reason, until }: WeightOverride) => ({
  weight,
  requestedBy,
  reason,
  until,
});

/** What the facts of one virtual server are made of, beside the configuration. */
export interface Seen {
  readonly present: readonly Present[];
  /** In the order of the file's real servers. */
  readonly healths: readonly (ServerHealth | null)[];
  readonly words: readonly WeightWord[];
}

export const lookAt = (
  virtualServer: VirtualServer,
  table: ActualTable | null,
  healthOf: (key: string) => ServerHealth | null,
  wordOn: (key: string) => WeightWord,
): Seen => {
  const key = virtualServerKey(virtualServer);
  const own = virtualServer.realServers.map((server) => realServerKey(key, server));
  const present = servicesOf(virtualServer).flatMap((service): Present[] => {
    const actual = table?.get(serviceKey(service.id));
    return actual ? [{ service, actual }] : [];
  });
  return { present, healths: own.map(healthOf), words: own.map(wordOn) };
};

/** Everything seen is replaced, never changed, so that what is the same object says the same. */
const samePresent = (a: Seen, b: Seen): boolean =>
  a.present.length === b.present.length && a.present.every(({ actual }, index) => actual === b.present[index]?.actual);

const sameServer = (a: Seen, b: Seen, index: number): boolean =>
  a.healths[index] === b.healths[index] &&
  a.words[index]?.reason === b.words[index]?.reason &&
  a.words[index]?.override === b.words[index]?.override;

/**
 * The facts of a virtual server, as the kernel and the checkers see it; those that may be others than when `before` was
 * seen of the same virtual server.
 */
export const factsOf = (virtualServer: VirtualServer, seen: Seen, before: Seen | null = null): readonly Fact[] => {
  const key = virtualServerKey(virtualServer);
  const { present, healths, words } = seen;
  const known = before !== null && samePresent(before, seen) ? before : null;
  const servers = virtualServer.realServers.flatMap((server, index) => {
    if (known && sameServer(known, seen, index)) return [];
    return [realServerFact(server, key, present, healths[index] ?? null, words[index] ?? null)];
  });
  return known
    ? servers
    : [virtualServerFact(virtualServer, key, present, servicesOf(virtualServer).length), ...servers];
};

/** One of a virtual server's services that the kernel's table has. */
interface Present {
  readonly service: OwnService;
  readonly actual: ActualService;
}

/** Counters as the contract takes them: numbers that are exact. */
const trafficFact = (parts: readonly Traffic[]): Traffic => {
  const { connections, inPackets, outPackets, inBytes, outBytes } = parts.reduce(addTraffic, NO_TRAFFIC);
  const exact = (count: number): number => Math.min(count, Number.MAX_SAFE_INTEGER);
  return {
    connections: exact(connections),
    inPackets: exact(inPackets),
    outPackets: exact(outPackets),
    inBytes: exact(inBytes),
    outBytes: exact(outBytes),
  };
};

const virtualServerFact = (
  server: VirtualServer,
  key: string,
  present: readonly Present[],
  services: number,
): Fact => ({
  kind: "virtual-server",
  key,
  scheduler: server.scheduler,
  persistenceTimeoutMs: server.persistenceTimeout,
  inTable: present.length === services,
  ...(present.length > 0 ? { traffic: trafficFact(present.map(({ actual }) => actual.traffic)) } : {}),
});

const weightReason = (server: RealServer, isInTable: boolean, weighed: WeightWord | null) => {
  if (weighed?.reason) return { weightReason: weighed.reason };
  return server.standby && !isInTable ? { weightReason: "standby: serves while the quorum is lost" } : {};
};

const realServerFact = (
  server: RealServer,
  service: string,
  present: readonly Present[],
  health: ServerHealth | null,
  weighed: WeightWord | null,
): Fact => {
  const entries = present.flatMap(
    (own) => own.actual.destinations.get(destinationKey(placeOf(own.service, server))) ?? [],
  );
  const [entry] = entries;
  const sum = (of: "active" | "inactive"): number => entries.reduce((total, { counts }) => total + counts[of], 0);
  return {
    kind: "real-server",
    key: realServerKey(service, server),
    virtualServer: service,
    address: server.address,
    port: server.port,
    forwarding: server.forwarding,
    configuredWeight: server.weight,
    weight: entry?.destination.weight ?? null,
    activeConnections: sum("active"),
    inactiveConnections: sum("inactive"),
    ...(entry ? { traffic: trafficFact(entries.map(({ counts }) => counts.traffic)) } : {}),
    health: health ? healthWord(health) : "unchecked",
    reason: health?.reason ?? "",
    since: health?.since ?? 0,
    ...weightReason(server, entry !== undefined, weighed),
    ...(weighed?.override ? { overridden: overrideFact(weighed.override) } : {}),
  };
};
