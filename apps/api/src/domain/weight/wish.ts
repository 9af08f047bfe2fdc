import type { CommandBody } from "@baton/shared/contract/commands.ts";
import type { FactOf } from "@baton/shared/contract/facts.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import type { Fleet, NodeState } from "../fleet/state.ts";

/** What someone wants of a real server's weight. */
export interface WeightWish {
  readonly virtualServer: string;
  readonly realServer: string;
  readonly reason: string;
  readonly nodes?: readonly string[] | undefined;
  readonly requestId?: string | undefined;
  /** Null: the configured weight again. */
  readonly override: {
    readonly weight: number;
    readonly forSeconds: number | null;
    readonly force: boolean;
  } | null;
}

export const serverFact = (node: NodeState, wish: WeightWish): FactOf<"real-server"> | undefined =>
  factsOfKind(node.picture, "real-server").find(
    (fact) => fact.virtualServer === wish.virtualServer && formatEndpoint(fact) === wish.realServer,
  );

/** The directors to ask, connected or not: every one that has told of the real server, unless some were named. */
export const directorsFor = (fleet: Fleet, wish: WeightWish): readonly NodeState[] =>
  [...fleet.values()].filter(
    (node) => (wish.nodes?.includes(node.name) ?? true) && serverFact(node, wish) !== undefined,
  );

/** The command for one director, its end by that director's clock. */
export const commandFor = (wish: WeightWish, { clockOffsetMs }: NodeState, now: number): CommandBody => {
  const { virtualServer, realServer, override } = wish;
  if (override === null) return { kind: "weight-restore", virtualServer, realServer };
  const { weight, forSeconds, force } = override;
  return {
    kind: "weight",
    virtualServer,
    realServer,
    weight,
    ...(forSeconds === null ? {} : { untilMs: Math.round(now + forSeconds * 1000 - clockOffsetMs) }),
    ...(force ? { force } : {}),
  };
};

/**
 * Whether the fact says what was wished for: `told`, that the director holds to it, and `confirmed`, that its kernel
 * has the weight too. A server that is out of the table gets it when it is back.
 */
export const compared = (fact: FactOf<"real-server"> | undefined, { override }: WeightWish) => {
  const weight = fact?.weight ?? null;
  const said = fact?.overridden ?? null;
  const told = override === null ? fact !== undefined && said === null : said?.weight === override.weight;
  return { weight, told, confirmed: told && (override === null ? weight !== null : weight === override.weight) };
};
