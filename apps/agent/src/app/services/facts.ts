import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import type { Fact, FactChange } from "@baton/shared/contract/facts.ts";
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

/** The facts of this process: the virtual servers of the configuration, as the kernel and the checkers see them. */
export const collectFacts = (
  virtualServers: readonly VirtualServer[],
  table: ActualTable | null,
  healthOf: (key: string) => ServerHealth | null,
  weighed: (key: string) => WeightWord | null = () => null,
): readonly Fact[] =>
  virtualServers.flatMap((virtualServer) => {
    const key = virtualServerKey(virtualServer);
    const services = servicesOf(virtualServer);
    const present = services.flatMap((service): Present[] => {
      const actual = table?.get(serviceKey(service.id));
      return actual ? [{ service, actual }] : [];
    });
    return [
      virtualServerFact(virtualServer, key, present, services.length),
      ...virtualServer.realServers.map((server) => {
        const own = realServerKey(key, server);
        return realServerFact(server, key, present, healthOf(own), weighed(own));
      }),
    ];
  });

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

/** Facts as last told, by id, in a form that compares. */
export type ToldFacts = ReadonlyMap<string, { readonly fact: Fact; readonly text: string }>;

/** What has changed since the facts were last told. */
export const changedFacts = (
  told: ToldFacts,
  facts: readonly Fact[],
): { readonly told: ToldFacts; readonly changes: readonly FactChange[] } => {
  const next = new Map<string, { fact: Fact; text: string }>();
  const changes: FactChange[] = [];
  for (const fact of facts) {
    const id = `${fact.kind} ${fact.key}`;
    const text = JSON.stringify(fact);
    next.set(id, { fact, text });
    if (told.get(id)?.text !== text) changes.push({ op: "set", fact });
  }
  for (const [id, { fact }] of told) {
    if (!next.has(id)) changes.push({ op: "remove", kind: fact.kind, key: fact.key });
  }
  return { told: next, changes };
};
