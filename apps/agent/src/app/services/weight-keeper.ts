import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { type Overrides, unexpired, type WeightOverride } from "../../core/health/override.ts";
import { type PoolServer, plainWeight, poolWeights, type Weighed } from "../../core/health/pool-weights.ts";
import { isInService, type ServerHealth } from "../../core/health/server.ts";
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
  readonly healthOf: (key: string) => ServerHealth | null;
  /** False when no checker has a word about any weight. Absent: each server is asked for. */
  readonly anySaid?: () => boolean;
  /** A standby server is not in the table while its virtual server has its quorum. */
  readonly hasQuorum: (virtualServer: VirtualServer) => boolean;
  readonly wall: () => number;
  readonly tell: (event: Omit<AgentEvent, "at">) => void;
  readonly remembered: readonly WeightOverride[];
  readonly remember: (overrides: readonly WeightOverride[]) => void;
}

const keyOf = (virtualServer: VirtualServer, server: RealServer): string =>
  realServerKey(virtualServerKey(virtualServer), server);

const NO_WORD: WeightWord = { reason: "", override: null };

const reasonOf = ({ requestedBy, reason, weight }: WeightOverride): string =>
  `${weight === 0 ? "drained" : "set"} by ${requestedBy}${reason === "" ? "" : `: ${reason}`}`;

export const createWeightKeeper = (deps: WeightDeps): WeightKeeper => {
  let virtualServers: readonly VirtualServer[] = [];
  let overrides: Overrides = new Map(deps.remembered.map((override) => [override.server, override]));
  /** Of the pools of which somebody has said something: of most pools nobody has, most of the time. */
  let weights: ReadonlyMap<string, Weighed> = new Map();
  /** The configuration that was weighed last. */
  let weighedOf: readonly VirtualServer[] = [];

  const poolOf = (virtualServer: VirtualServer, said: Overrides): readonly PoolServer[] => {
    const isComplete = deps.hasQuorum(virtualServer);
    return virtualServer.realServers.map((server) => {
      const key = keyOf(virtualServer, server);
      const health = deps.healthOf(key);
      const override = said.get(key);
      return {
        key,
        configured: server.weight,
        inService: (health === null || isInService(health)) && !(server.standby && isComplete),
        said: health ? [...health.said.values()] : [],
        override: override ? { weight: override.weight, reason: reasonOf(override) } : null,
      };
    });
  };

  /** Whether nobody has said anything of any server's weight. */
  const isPlain = (virtualServer: VirtualServer): boolean =>
    virtualServer.realServers.every((server) => {
      const key = keyOf(virtualServer, server);
      return !overrides.has(key) && (deps.healthOf(key)?.said.size ?? 0) === 0;
    });

  const tellChange = (virtualServer: VirtualServer, server: RealServer, from: Weighed, to: Weighed): void => {
    const service = virtualServerKey(virtualServer);
    const reason = to.reason || "as configured";
    deps.tell({
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
    });
  };

  /** What each server weighed at the last time, where this was not said of it. */
  const plainBefore = (): ((key: string, server: RealServer) => Weighed | undefined) => {
    if (weighedOf === virtualServers) return (_, server) => plainWeight(server.weight);
    const before = new Map<string, Weighed>();
    for (const virtualServer of weighedOf) {
      for (const server of virtualServer.realServers) {
        before.set(keyOf(virtualServer, server), plainWeight(server.weight));
      }
    }
    return (key) => before.get(key);
  };

  const weigh = (): boolean => {
    const nobodySpeaks = overrides.size === 0 && weights.size === 0 && deps.anySaid?.() === false;
    if (!nobodySpeaks) weighAll();
    weighedOf = virtualServers;
    return !nobodySpeaks;
  };

  const weighAll = (): void => {
    const next = new Map<string, Weighed>();
    const before = plainBefore();
    for (const virtualServer of virtualServers) {
      const pool = isPlain(virtualServer) ? null : poolWeights(poolOf(virtualServer, overrides));
      for (const server of virtualServer.realServers) {
        const key = keyOf(virtualServer, server);
        const said = pool?.get(key);
        if (said) next.set(key, said);
        const to = said ?? plainWeight(server.weight);
        const from = weights.get(key) ?? before(key, server);
        // An edit of the file explains itself.
        const isEdit = from?.reason === "" && to.reason === "";
        if (from && from.weight !== to.weight && !isEdit) tellChange(virtualServer, server, from, to);
      }
    }
    weights = next;
  };

  const keep = (next: Overrides): void => {
    if (next === overrides) return;
    overrides = next;
    deps.remember([...next.values()]);
  };

  return {
    watch: (configured) => {
      virtualServers = configured;
      if (overrides.size > 0) {
        const keys = new Set(
          configured.flatMap((service) => service.realServers.map((server) => keyOf(service, server))),
        );
        const kept = [...overrides].filter(([key]) => keys.has(key));
        if (kept.length !== overrides.size) keep(new Map(kept));
        keep(unexpired(overrides, deps.wall()));
      }
      return weigh();
    },
    weigh,
    weightOf: (virtualServer, server) => weights.get(keyOf(virtualServer, server))?.weight ?? server.weight,
    quorumWeightOf: (virtualServer, server) => weights.get(keyOf(virtualServer, server))?.quorumWeight ?? server.weight,
    wordOn: (key) => {
      const weighed = weights.get(key);
      return weighed ? { reason: weighed.reason, override: overrides.get(key) ?? null } : NO_WORD;
    },
    override: (virtualServer, override, force) => {
      const next = new Map(overrides).set(override.server, override);
      const pool = poolOf(virtualServer, next);
      const left = poolWeights(pool);
      const serves = pool.some(({ key, inService }) => inService && (left.get(key)?.weight ?? 0) > 0);
      if (override.weight === 0 && !serves && !force) return false;
      keep(next);
      return true;
    },
    restore: (key) => {
      if (!overrides.has(key)) return false;
      keep(new Map([...overrides].filter(([server]) => server !== key)));
      return true;
    },
    expire: () => {
      const next = unexpired(overrides, deps.wall());
      const some = next !== overrides;
      keep(next);
      return some;
    },
  };
};
