import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import {
  type Overrides,
  overridesOf,
  unexpired,
  type WeightOverride,
  withoutOverride,
} from "../../core/health/override.ts";
import {
  keyOf,
  NOTHING_WEIGHED,
  type PoolWords,
  poolServes,
  type WeightChange,
  weighedOf,
  weighPools,
} from "../../core/health/weighing.ts";
import { realServerKey } from "../../core/ipvs/key.ts";
import { virtualServerKey } from "../../core/ipvs/services-of.ts";
import type { WeightWord } from "./facts.ts";

/** Knows the weight of every real server, and tells when and why it changes. */
export interface WeightKeeper {
  /**
   * Takes a configuration and weighs it; true as `weigh` says it. What operators said of servers that are gone is
   * forgotten.
   */
  watch(virtualServers: readonly VirtualServer[]): boolean;
  /** Weighs every pool anew, after health, a checker's word or an override has changed; true when any may have changed. */
  weigh(): boolean;
  weightOf(virtualServer: VirtualServer, server: RealServer): number;
  quorumWeightOf(virtualServer: VirtualServer, server: RealServer): number;
  wordOn(key: string): WeightWord;
  /** False, with nothing changed, when no server of the pool would be left with a weight. */
  override(virtualServer: VirtualServer, override: WeightOverride, force: boolean): boolean;
  /** False when there was none. */
  restore(key: string): boolean;
  /** Ends overrides whose time is over; true when there were any. */
  expire(): boolean;
}

export interface WeightDeps {
  readonly healthOf: PoolWords["healthOf"];
  /** False when no checker has a word about any weight. Absent: each server is asked for. */
  readonly anySaid?: () => boolean;
  readonly hasQuorum: PoolWords["hasQuorum"];
  readonly wall: () => number;
  readonly tell: (event: Omit<AgentEvent, "at">) => void;
  readonly remembered: readonly WeightOverride[];
  readonly remember: (overrides: readonly WeightOverride[]) => void;
}

const NO_WORD: WeightWord = { reason: "", override: null };

const changeEvent = ({ virtualServer, server, from, to }: WeightChange): Omit<AgentEvent, "at"> => {
  const service = virtualServerKey(virtualServer);
  const reason = to.reason || "as configured";
  return {
    kind: "real-server.weight",
    severity: "info",
    subject: realServerKey(service, server),
    text: `Changing weight of ${formatEndpoint(server)} in ${service} from ${from.weight} to ${to.weight} (${reason})`,
    data: {
      virtualServer: service,
      realServer: formatEndpoint(server),
      from: from.weight,
      weight: to.weight,
      reason: reason.slice(0, 2000),
    },
  };
};

export const createWeightKeeper = (deps: WeightDeps): WeightKeeper => {
  let virtualServers: readonly VirtualServer[] = [];
  let overrides: Overrides = new Map(deps.remembered.map((override) => [override.server, override]));
  let weighing = NOTHING_WEIGHED;

  const wordsWith = (said: Overrides): PoolWords => ({
    healthOf: deps.healthOf,
    hasQuorum: deps.hasQuorum,
    overrides: said,
  });

  const weigh = (): boolean => {
    if (overrides.size === 0 && weighing.weights.size === 0 && deps.anySaid?.() === false) {
      weighing = { ...weighing, of: virtualServers };
      return false;
    }
    const weighed = weighPools(weighing, virtualServers, wordsWith(overrides));
    for (const change of weighed.changes) deps.tell(changeEvent(change));
    weighing = weighed.weighing;
    return true;
  };

  /** True when these are others. */
  const keep = (next: Overrides): boolean => {
    if (next === overrides) return false;
    overrides = next;
    deps.remember([...next.values()]);
    return true;
  };

  const forgetGone = (): void => {
    const keys = new Set(
      virtualServers.flatMap((service) => service.realServers.map((server) => keyOf(service, server))),
    );
    keep(overridesOf(overrides, (server) => keys.has(server)));
  };

  const expire = (): boolean => keep(unexpired(overrides, deps.wall()));

  return {
    watch: (configured) => {
      virtualServers = configured;
      if (overrides.size > 0) {
        forgetGone();
        expire();
      }
      return weigh();
    },
    weigh,
    weightOf: (virtualServer, server) => weighedOf(weighing, virtualServer, server)?.weight ?? server.weight,
    quorumWeightOf: (virtualServer, server) =>
      weighedOf(weighing, virtualServer, server)?.quorumWeight ?? server.weight,
    wordOn: (key) => {
      const weighed = weighing.weights.get(key);
      return weighed ? { reason: weighed.reason, override: overrides.get(key) ?? null } : NO_WORD;
    },
    override: (virtualServer, override, force) => {
      const next = new Map(overrides).set(override.server, override);
      if (override.weight === 0 && !force && !poolServes(virtualServer, wordsWith(next))) return false;
      return keep(next);
    },
    restore: (key) => keep(withoutOverride(overrides, key)),
    expire,
  };
};
