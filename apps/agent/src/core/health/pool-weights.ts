import { MAX_WEIGHT } from "./expect/file-number.ts";

/** What a checker says of a server's weight: in place of the configured one, on top of it, or a share of it. */
export type CheckWeight =
  | { readonly kind: "set"; readonly weight: number; readonly reason: string }
  | { readonly kind: "add"; readonly by: number; readonly reason: string }
  | { readonly kind: "share"; readonly percent: number; readonly lagSeconds: number; readonly reason: string };

/** A real server as its pool sees it. */
export interface PoolServer {
  readonly key: string;
  readonly configured: number;
  readonly inService: boolean;
  readonly said: readonly CheckWeight[];
  /** What an operator has set, null for nothing. */
  readonly override: { readonly weight: number; readonly reason: string } | null;
}

export interface Weighed {
  readonly weight: number;
  /** Why it is not the configured one; empty when it is. */
  readonly reason: string;
  /** What it counts towards the quorum: without the operator's word and without lag, which take no server out. */
  readonly quorumWeight: number;
}

/** Of a server that nobody has said anything of. */
export const plainWeight = (configured: number): Weighed => ({
  weight: configured,
  reason: "",
  quorumWeight: configured,
});

/** A share of some weight is at least 1, as long as it is a share at all. */
const shareOf = (weight: number, percent: number): number =>
  percent === 0 || weight === 0 ? 0 : Math.max(1, Math.round((weight * percent) / 100));

/** As in keepalived every word moves the weight by its own difference to the file's, whatever the others say. */
const movedBy = (said: CheckWeight, configured: number): number => {
  if (said.kind === "set") return said.weight - configured;
  return said.kind === "add" ? said.by : 0;
};

const weigh = (server: PoolServer): Weighed => {
  let weight = server.configured;
  let reason = "";
  for (const said of server.said) {
    const isWord = said.kind === "set" || (said.kind === "add" && said.by !== 0);
    if (!isWord) continue;
    weight += movedBy(said, server.configured);
    reason = reason === "" ? said.reason : `${reason}; ${said.reason}`;
  }
  weight = Math.max(0, Math.min(MAX_WEIGHT, weight));
  const quorumWeight = weight;
  for (const said of server.said) {
    if (said.kind !== "share" || said.percent === 100) continue;
    weight = Math.min(weight, shareOf(quorumWeight, said.percent));
    reason = said.reason;
  }
  if (server.override) return { ...server.override, quorumWeight };
  return { weight, reason, quorumWeight };
};

const lagOf = ({ said }: PoolServer): number =>
  said.reduce((most, word) => (word.kind === "share" ? Math.max(most, word.lagSeconds) : most), 0);

/**
 * The weights of one pool, by key. Lag never takes the last server: when it would leave nobody with a weight, the
 * server that lags least keeps a weight of 1.
 */
export const poolWeights = (servers: readonly PoolServer[]): ReadonlyMap<string, Weighed> => {
  const weights = new Map(servers.map((server) => [server.key, weigh(server)]));
  const serving = servers.filter(({ inService }) => inService);
  if (serving.some(({ key }) => (weights.get(key)?.weight ?? 0) > 0)) return weights;
  const candidates = serving.filter(({ key, override }) => !override && (weights.get(key)?.quorumWeight ?? 0) > 0);
  const best = candidates.reduce<PoolServer | null>(
    (least, server) => (least === null || lagOf(server) < lagOf(least) ? server : least),
    null,
  );
  const before = best ? weights.get(best.key) : undefined;
  if (best && before) {
    const reason = `${before.reason}; kept at 1 as the last server of the pool`;
    weights.set(best.key, { ...before, weight: 1, reason });
  }
  return weights;
};
