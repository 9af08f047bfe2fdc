import { SOURCE_OF } from "@baton/shared/contract/fact-id.ts";
import type { FactKind, FactOf } from "@baton/shared/contract/facts.ts";
import type { RouterWarning, VipVerdict } from "@baton/shared/contract/http/fleet.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { routerWarnings } from "@baton/shared/contract/router-warnings.ts";
import { type Freshness, freshness, vipVerdict } from "@baton/shared/contract/vip-verdict.ts";
import type { LiveNode } from "../stores/live-state.ts";

/** A fact with its witness and its age: never shown one without the other. */
export interface Known<K extends FactKind> {
  readonly node: LiveNode;
  readonly fact: FactOf<K>;
  readonly freshness: Freshness;
}

/** All facts of a kind that a node ever told, fresh or not. */
export const known = <K extends FactKind>(node: LiveNode, kind: K, now: number): Known<K>[] =>
  factsOfKind(node.picture, kind)
    .map((fact) => ({ node, fact, freshness: freshness(node, SOURCE_OF[kind], now) }))
    .sort((a, b) => a.fact.key.localeCompare(b.fact.key, "en", { numeric: true }));

/** An agent's instant on the hub's clock. */
export const hubInstant = (node: LiveNode, instant: number): number => instant + node.clockOffsetMs;

export interface RouterView {
  readonly instance: string;
  readonly vrid: number;
  readonly addresses: readonly string[];
  readonly owner: VipVerdict;
  readonly warnings: readonly RouterWarning[];
  /** A takeover in force on the owner, hub time. */
  readonly takeoverUntil: number | null;
}

/** Every virtual router that any director ever reported, with the verdict on its owner at `now` (hub time). */
export const routers = (nodes: readonly LiveNode[], now: number): RouterView[] => {
  const members = nodes.flatMap((node) => known(node, "virtual-router", now));
  const instances = [...new Set(members.map(({ fact }) => fact.key))].sort();
  return instances.flatMap((instance) => {
    const own = members.filter(({ fact }) => fact.key === instance);
    const first = own[0];
    if (first === undefined) return [];
    const owner = vipVerdict(nodes, instance, now);
    const taken = own.find(({ node, fact }) => fact.takeover !== null && owner.holders.includes(node.name));
    const until = taken?.fact.takeover?.until ?? null;
    return [
      {
        instance,
        vrid: first.fact.vrid,
        addresses: [...new Set(own.flatMap(({ fact }) => fact.addresses))],
        owner,
        warnings: routerWarnings(nodes, instance, now),
        takeoverUntil: taken === undefined || until === null ? null : hubInstant(taken.node, until),
      },
    ];
  });
};

/** Who holds the address of a virtual server, by its key "TCP 192.168.1.100:3306". */
export const holdersOf = (service: string, all: readonly RouterView[]): readonly string[] => {
  const endpoint = service.slice(service.indexOf(" ") + 1);
  const router = all.find(({ addresses }) => addresses.some((address) => isAt(endpoint, address)));
  return router?.owner.holders ?? [];
};

/** Whether an endpoint, "192.168.1.100:3306" or "[2001:db8::1]:3306", is on an address. */
export const isAt = (endpoint: string, address: string): boolean =>
  endpoint.startsWith(`${address}:`) || endpoint.startsWith(`[${address}]:`);

/** A director is who has that role, or has told of a virtual router. */
export const directors = (nodes: readonly LiveNode[]): LiveNode[] =>
  nodes.filter((node) => node.roles.includes("director") || factsOfKind(node.picture, "virtual-router").length > 0);

export const databaseHosts = (nodes: readonly LiveNode[]): LiveNode[] =>
  nodes.filter((node) => node.roles.includes("realserver") || factsOfKind(node.picture, "replication").length > 0);

/** The newest word of each witness on each target that it probes. */
export const probes = (nodes: readonly LiveNode[], now: number): Known<"probe">[] =>
  nodes.flatMap((node) => known(node, "probe", now));
