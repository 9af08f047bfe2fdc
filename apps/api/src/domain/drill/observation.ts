import type { VrrpState } from "@baton/shared/contract/facts.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { freshness, holdsVip } from "@baton/shared/contract/vip-verdict.ts";
import { type Fleet, type NodeState, witnessOf } from "../fleet/state.ts";

/** One director's word about the drilled instance. */
export interface Member {
  readonly node: string;
  readonly connected: boolean;
  readonly fresh: boolean;
  readonly state: VrrpState;
  readonly holds: boolean;
  readonly priority: number;
  readonly addresses: readonly string[];
  readonly takenOver: boolean;
}

/** All that a drill looks at, taken out of the fleet. */
export interface Observation {
  readonly members: readonly Member[];
  readonly connected: readonly string[];
}

const memberOf = (node: NodeState, instance: string, now: number): Member[] =>
  factsOfKind(node.picture, "virtual-router")
    .filter((fact) => fact.key === instance)
    .map((fact) => ({
      node: node.name,
      connected: node.connection !== null,
      fresh: freshness(witnessOf(node), "vrrp", now).state === "fresh",
      state: fact.state,
      holds: holdsVip(fact),
      priority: fact.effectivePriority,
      addresses: fact.addresses,
      takenOver: fact.takeover !== null && fact.takeover.until + node.clockOffsetMs > now,
    }));

export const observe = (fleet: Fleet, instance: string, now: number): Observation => {
  const nodes = [...fleet.values()];
  return {
    members: nodes.flatMap((node) => memberOf(node, instance, now)),
    connected: nodes.filter((node) => node.connection !== null).map((node) => node.name),
  };
};
