import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import type { Fact, FactChange } from "@baton/shared/contract/facts.ts";
import type { WeightOverride } from "../../core/health/override.ts";
import { healthWord, type ServerHealth } from "../../core/health/server.ts";
import { placeOf, serviceIdOf } from "../../core/ipvs/expand.ts";
import { destinationKey, realServerKey, serviceKey } from "../../core/ipvs/key.ts";
import type { ActualService, ActualTable } from "../../core/ipvs/table.ts";

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
    const key = serviceKey(serviceIdOf(virtualServer));
    const present = table?.get(key);
    return [
      virtualServerFact(virtualServer, key, present !== undefined),
      ...virtualServer.realServers.map((server) => {
        const own = realServerKey(key, server);
        return realServerFact(virtualServer, server, key, present, healthOf(own), weighed(own));
      }),
    ];
  });

const virtualServerFact = (server: VirtualServer, key: string, inTable: boolean): Fact => ({
  kind: "virtual-server",
  key,
  scheduler: server.scheduler,
  persistenceTimeoutMs: server.persistenceTimeout,
  inTable,
});

const realServerFact = (
  virtualServer: VirtualServer,
  server: RealServer,
  service: string,
  present: ActualService | undefined,
  health: ServerHealth | null,
  weighed: WeightWord | null,
): Fact => {
  const entry = present?.destinations.get(destinationKey(placeOf(virtualServer, server)));
  return {
    kind: "real-server",
    key: realServerKey(service, server),
    virtualServer: service,
    address: server.address,
    port: server.port,
    forwarding: server.forwarding,
    configuredWeight: server.weight,
    weight: entry?.destination.weight ?? null,
    activeConnections: entry?.counts.active ?? 0,
    inactiveConnections: entry?.counts.inactive ?? 0,
    health: health ? healthWord(health) : "unchecked",
    reason: health?.reason ?? "",
    since: health?.since ?? 0,
    ...(weighed?.reason ? { weightReason: weighed.reason } : {}),
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
