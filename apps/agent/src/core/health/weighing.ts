import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import { realServerKey } from "../ipvs/key.ts";
import { virtualServerKey } from "../ipvs/services-of.ts";
import { type Overrides, reasonOf } from "./override.ts";
import { type PoolServer, plainWeight, poolWeights, type Weighed } from "./pool-weights.ts";
import { isInService, type ServerHealth } from "./server.ts";

/** The weights of a configuration's real servers, as they were at some time. */
export interface Weighing {
  readonly of: readonly VirtualServer[];
  /** Of the pools of which somebody has said something: of most pools nobody has, most of the time. */
  readonly weights: ReadonlyMap<string, Weighed>;
}

/** What the weights of a pool depend on, beside the configuration. Servers are named by their keys. */
export interface PoolWords {
  readonly healthOf: (key: string) => ServerHealth | null;
  /** A standby server is not in the table while its virtual server has its quorum. */
  readonly hasQuorum: (virtualServer: VirtualServer) => boolean;
  readonly overrides: Overrides;
}

export interface WeightChange {
  readonly virtualServer: VirtualServer;
  readonly server: RealServer;
  readonly from: Weighed;
  readonly to: Weighed;
}

export const NOTHING_WEIGHED: Weighing = { of: [], weights: new Map() };

export const keyOf = (virtualServer: VirtualServer, server: RealServer): string =>
  realServerKey(virtualServerKey(virtualServer), server);

/** Null: as configured. */
export const weighedOf = ({ weights }: Weighing, virtualServer: VirtualServer, server: RealServer): Weighed | null =>
  weights.get(keyOf(virtualServer, server)) ?? null;

const poolOf = (virtualServer: VirtualServer, words: PoolWords): readonly PoolServer[] => {
  const isComplete = words.hasQuorum(virtualServer);
  return virtualServer.realServers.map((server) => {
    const key = keyOf(virtualServer, server);
    const health = words.healthOf(key);
    const override = words.overrides.get(key);
    return {
      key,
      configured: server.weight,
      inService: (health === null || isInService(health)) && !(server.standby && isComplete),
      said: health ? [...health.said.values()] : [],
      override: override ? { weight: override.weight, reason: reasonOf(override) } : null,
    };
  });
};

/** Whether some server in service has a weight. */
export const poolServes = (virtualServer: VirtualServer, words: PoolWords): boolean => {
  const pool = poolOf(virtualServer, words);
  const weights = poolWeights(pool);
  return pool.some(({ key, inService }) => inService && (weights.get(key)?.weight ?? 0) > 0);
};

/** Whether nobody has said anything of any server's weight. */
const isPlain = (virtualServer: VirtualServer, { overrides, healthOf }: PoolWords): boolean =>
  virtualServer.realServers.every((server) => {
    const key = keyOf(virtualServer, server);
    return !overrides.has(key) && (healthOf(key)?.said.size ?? 0) === 0;
  });

type WeighedBefore = (key: string, server: RealServer) => Weighed | undefined;

/** What each server weighed; undefined for one that is new. */
const weighedBefore = ({ of, weights }: Weighing, virtualServers: readonly VirtualServer[]): WeighedBefore => {
  if (of === virtualServers) return (key, server) => weights.get(key) ?? plainWeight(server.weight);
  const configured = new Map<string, number>();
  for (const virtualServer of of) {
    for (const server of virtualServer.realServers) configured.set(keyOf(virtualServer, server), server.weight);
  }
  return (key) => {
    const weight = configured.get(key);
    return weights.get(key) ?? (weight === undefined ? undefined : plainWeight(weight));
  };
};

/** An edit of the file explains itself. */
const isWorthTelling = (from: Weighed, to: Weighed): boolean =>
  from.weight !== to.weight && (from.reason !== "" || to.reason !== "");

/** Weighs every pool anew; `changes`: what is to be told since `before`. */
export const weighPools = (
  before: Weighing,
  virtualServers: readonly VirtualServer[],
  words: PoolWords,
): { readonly weighing: Weighing; readonly changes: readonly WeightChange[] } => {
  const weights = new Map<string, Weighed>();
  const changes: WeightChange[] = [];
  const fromOf = weighedBefore(before, virtualServers);
  for (const virtualServer of virtualServers) {
    const pool = isPlain(virtualServer, words) ? null : poolWeights(poolOf(virtualServer, words));
    for (const server of virtualServer.realServers) {
      const key = keyOf(virtualServer, server);
      const said = pool?.get(key);
      if (said) weights.set(key, said);
      const from = fromOf(key, server);
      const to = said ?? plainWeight(server.weight);
      if (from && isWorthTelling(from, to)) changes.push({ virtualServer, server, from, to });
    }
  }
  return { weighing: { of: virtualServers, weights }, changes };
};
