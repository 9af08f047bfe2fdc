import type { FactOf } from "@baton/shared/contract/facts.ts";
import type { serviceViewSchema } from "@baton/shared/contract/http/fleet.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { freshness } from "@baton/shared/contract/vip-verdict.ts";
import type * as z from "zod";
import { type Fleet, type NodeState, witnessOf } from "../fleet/state.ts";

export type ServiceView = z.infer<typeof serviceViewSchema>;

const hubTime = (node: NodeState, at: number | null): number | null => (at === null ? null : at + node.clockOffsetMs);

const directorView = (node: NodeState, { key, inTable, traffic }: FactOf<"virtual-server">, now: number) => ({
  node: node.name,
  inTable,
  ...(traffic === undefined ? {} : { traffic }),
  freshness: freshness(witnessOf(node), "services", now),
  realServers: factsOfKind(node.picture, "real-server")
    .filter((server) => server.virtualServer === key)
    .map(({ kind: _kind, key: _key, virtualServer: _virtualServer, since, overridden, ...server }) => ({
      ...server,
      since: since + node.clockOffsetMs,
      overridden: overridden ? { ...overridden, until: hubTime(node, overridden.until) } : null,
    })),
});

/** Every virtual server, as each director's kernel has it. */
export const services = (fleet: Fleet, now: number): ServiceView[] => {
  const all = [...fleet.values()].flatMap((node) =>
    factsOfKind(node.picture, "virtual-server").map((fact) => ({ node, fact })),
  );
  const keys = [...new Set(all.map(({ fact }) => fact.key))].sort();
  return keys.map((key) => {
    const own = all.filter(({ fact }) => fact.key === key);
    return {
      key,
      scheduler: own[0]?.fact.scheduler ?? "",
      persistenceTimeoutMs: own[0]?.fact.persistenceTimeoutMs ?? null,
      directors: own.map(({ node, fact }) => directorView(node, fact, now)),
    };
  });
};
