import type { VrrpInstance } from "@baton/shared/config/model.ts";
import type { TrackedItem } from "@baton/shared/config/model-track.ts";

/** What tracked scripts, processes, files and BFD sessions mean for one instance. Pure. */

export type TrackKind = "script" | "process" | "file" | "bfd";

export interface TrackResult {
  readonly kind: TrackKind;
  readonly name: string;
  /** disabled: it can't be run at all, so it says nothing, as in keepalived. */
  readonly status: "up" | "down" | "disabled";
  /** A file's number; 0 for the others. */
  readonly value: number;
  /** A sentence part: "exit status 1". */
  readonly detail: string;
}

/** By `trackKey`. What is missing has not been looked at yet. */
export type TrackResults = ReadonlyMap<string, TrackResult>;

export const trackKey = (kind: TrackKind, name: string): string => `${kind} ${name}`;

/** What an instance tracks. */
export type Tracking = Pick<VrrpInstance, "trackScripts" | "trackProcesses" | "trackFiles" | "trackBfds">;

export interface TrackVerdict {
  /** What the weights add to the priority. */
  readonly adjustment: number;
  /** "chk_mysql -20": the items that did. */
  readonly parts: readonly string[];
  /** Why the instance must be in fault; null when nothing says so. */
  readonly problem: string | null;
  /** "script chk_mysql": it decides whether the instance may run, and has no result yet. */
  readonly waitsFor: string | null;
}

interface Effect {
  readonly amount: number;
  readonly problem: string | null;
}

const NO_EFFECT: Effect = { amount: 0, problem: null };
/** A file's product that no priority survives means fault. */
const FATAL_AMOUNT = -254;

/** Weight 0: down means fault. A positive weight counts while up, a negative one while down; `reverse` swaps the two. */
const binaryEffect = (
  kind: "script" | "process" | "bfd",
  item: TrackedItem,
  result: TrackResult | undefined,
  waits: boolean,
): Effect => {
  const { name, weight, reverse } = item;
  if (!result) return weight === 0 && waits ? { amount: 0, problem: `${kind} ${name} has no result yet` } : NO_EFFECT;
  if (result.status === "disabled") return NO_EFFECT;
  const good = (result.status === "up") !== reverse;
  if (weight === 0) return good ? NO_EFFECT : { amount: 0, problem: `${kind} ${name}: ${result.detail}` };
  return good === weight > 0 ? { amount: weight, problem: null } : NO_EFFECT;
};

/** The number times the weight; with weight 0 any number but 0 means fault (0 does when reversed). */
const fileEffect = ({ name, weight, reverse }: TrackedItem, result: TrackResult | undefined): Effect => {
  const value = result?.value ?? 0;
  if (weight === 0) {
    return (value !== 0) === reverse ? NO_EFFECT : { amount: 0, problem: `file ${name} says ${value}` };
  }
  const amount = value * weight * (reverse ? -1 : 1);
  if (amount <= FATAL_AMOUNT) return { amount: 0, problem: `file ${name} says ${value}, with its weight ${amount}` };
  return { amount: Math.min(amount, -FATAL_AMOUNT - 1), problem: null };
};

const NOTHING_TRACKED: TrackVerdict = { adjustment: 0, parts: [], problem: null, waitsFor: null };

const tracksNothing = ({ trackScripts, trackProcesses, trackFiles, trackBfds }: Tracking): boolean =>
  !trackScripts?.length && !trackProcesses?.length && !trackFiles?.length && !trackBfds?.length;

/**
 * `waits`: an instance that is not up yet waits in fault for what it tracks without a weight. One that runs already,
 * and tracks something new after a reload, goes on until there is a result, as in keepalived.
 */
export const judgeTracks = (instance: Tracking, results: TrackResults, waits: boolean): TrackVerdict => {
  if (tracksNothing(instance)) return NOTHING_TRACKED;
  const effects: { name: string; effect: Effect }[] = [];
  const kinds = [
    ["script", instance.trackScripts],
    ["process", instance.trackProcesses],
    ["bfd", instance.trackBfds],
  ] as const;
  for (const [kind, items] of kinds) {
    for (const item of items ?? []) {
      effects.push({
        name: item.name,
        effect: binaryEffect(kind, item, results.get(trackKey(kind, item.name)), waits),
      });
    }
  }
  for (const item of instance.trackFiles ?? []) {
    effects.push({ name: item.name, effect: fileEffect(item, results.get(trackKey("file", item.name))) });
  }
  const acting = effects.filter(({ effect }) => effect.amount !== 0);
  const undecided = kinds.flatMap(([kind, items]) =>
    (items ?? [])
      .filter(({ name, weight }) => weight === 0 && !results.has(trackKey(kind, name)))
      .map((item) => ({ kind, item })),
  )[0];
  return {
    adjustment: acting.reduce((sum, { effect }) => sum + effect.amount, 0),
    parts: acting.map(({ name, effect }) => `${name} ${effect.amount > 0 ? "+" : ""}${effect.amount}`),
    problem: effects.find(({ effect }) => effect.problem !== null)?.effect.problem ?? null,
    waitsFor: undecided ? `${undecided.kind} ${undecided.item.name}` : null,
  };
};
