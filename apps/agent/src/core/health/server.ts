import type { CheckWeight } from "./pool-weights.ts";

/**
 * A real server is in service while none of its checkers says no: it goes out on the first that fails and comes
 * back with the last that recovers. One without checkers is always in service, and called unchecked.
 */
export interface ServerHealth {
  readonly failing: ReadonlySet<number>;
  readonly checkers: number;
  /** What checkers said of its weight, by their number. */
  readonly said: ReadonlyMap<number, CheckWeight>;
  /** The checkers' last word about it. */
  readonly reason: string;
  /** Milliseconds since 1970, when it last came or went. */
  readonly since: number;
}

export type ServerVerdict = { readonly checker: number; readonly up: boolean; readonly reason: string };

export const isInService = (health: ServerHealth): boolean => health.failing.size === 0;

export const healthWord = (health: ServerHealth): "up" | "down" | "unchecked" => {
  if (health.checkers === 0) return "unchecked";
  return isInService(health) ? "up" : "down";
};

/** Shared by all: ten thousand servers of which there is nothing to say. */
const NONE_FAILING: ReadonlySet<number> = new Set();
const NOTHING_SAID: ReadonlyMap<number, CheckWeight> = new Map();

export const startServer = (checkers: number, up: boolean, at: number, reason: string): ServerHealth => ({
  failing: up ? NONE_FAILING : new Set(Array.from({ length: checkers }, (_, index) => index)),
  checkers,
  said: NOTHING_SAID,
  reason,
  since: at,
});

/** Folds a checker's word about the weight in. */
export const weighServer = (health: ServerHealth, checker: number, said: CheckWeight): ServerHealth => ({
  ...health,
  said: new Map(health.said).set(checker, said),
});

/** Folds a checker's verdict in; `changed` tells whether the server came or went by it. */
export const stepServer = (
  health: ServerHealth,
  verdict: ServerVerdict,
  at: number,
): { readonly health: ServerHealth; readonly changed: boolean } => {
  const failing = new Set(health.failing);
  if (verdict.up) failing.delete(verdict.checker);
  else failing.add(verdict.checker);
  const changed = (failing.size === 0) !== isInService(health);
  // While another checker still fails, its word is the one that explains why the server is out.
  const reason = verdict.up && failing.size > 0 ? health.reason : verdict.reason;
  return { health: { ...health, failing, reason, since: changed ? at : health.since }, changed };
};
