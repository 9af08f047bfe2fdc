import type { virtualRouterViewSchema } from "@baton/shared/contract/http/fleet.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { routerWarnings } from "@baton/shared/contract/router-warnings.ts";
import { freshness, vipVerdict } from "@baton/shared/contract/vip-verdict.ts";
import type * as z from "zod";
import { type Fleet, type NodeState, witnessOf } from "../fleet/state.ts";

export type VirtualRouterView = z.infer<typeof virtualRouterViewSchema>;

const routersOf = (node: NodeState, now: number) =>
  factsOfKind(node.picture, "virtual-router").map((fact) => ({
    fact,
    member: {
      node: node.name,
      state: fact.state,
      since: fact.since + node.clockOffsetMs,
      cause: fact.cause,
      effectivePriority: fact.effectivePriority,
      heldAddresses: fact.heldAddresses,
      refusedAdverts: fact.refusedAdverts,
      freshness: freshness(witnessOf(node), "vrrp", now),
    },
  }));

/** Every virtual router that any director speaks of, with the verdict over all their words. Instants are hub time. */
export const virtualRouters = (fleet: Fleet, now: number): VirtualRouterView[] => {
  const nodes = [...fleet.values()];
  const all = nodes.flatMap((node) => routersOf(node, now));
  const instances = [...new Set(all.map(({ fact }) => fact.key))].sort();
  const witnesses = nodes.map(witnessOf);
  return instances.map((instance) => {
    const own = all.filter(({ fact }) => fact.key === instance);
    return {
      instance,
      vrid: own[0]?.fact.vrid ?? 0,
      addresses: [...new Set(own.flatMap(({ fact }) => fact.addresses))],
      owner: vipVerdict(witnesses, instance, now),
      warnings: routerWarnings(witnesses, instance, now),
      members: own.map(({ member }) => member),
    };
  });
};
