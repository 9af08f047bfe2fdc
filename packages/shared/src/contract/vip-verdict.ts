import type { FactOf, FactSource } from "./facts.ts";
import type { VipVerdict } from "./http/fleet.ts";
import { LEASE_MS } from "./lease.ts";
import { factsOfKind, type NodePicture } from "./picture.ts";

/** A node as the hub and the browser know it. */
export interface WitnessNode {
  readonly name: string;
  readonly connected: boolean;
  /** Hub clock minus agent clock, milliseconds. */
  readonly clockOffsetMs: number;
  readonly picture: NodePicture;
}

export interface Freshness {
  readonly state: "fresh" | "unknown";
  /** Hub time, milliseconds since 1970. */
  readonly confirmedAt: number | null;
}

/**
 * Whether a node's word about one source still counts at `now` (hub time, milliseconds since 1970). A
 * confirmation from further ahead than a lease means that clocks have parted: it proves nothing either.
 */
export const freshness = (node: WitnessNode, source: FactSource, now: number): Freshness => {
  const confirmed = node.picture.confirmed[source];
  if (confirmed === undefined) return { state: "unknown", confirmedAt: null };
  const confirmedAt = confirmed + node.clockOffsetMs;
  const trusted = node.connected && Math.abs(now - confirmedAt) <= LEASE_MS;
  return { state: trusted ? "fresh" : "unknown", confirmedAt };
};

interface Word {
  readonly node: string;
  readonly fresh: boolean;
  readonly holds: boolean;
  /** Hub time of the last change of state. */
  readonly since: number;
  readonly confirmedAt: number | null;
}

/**
 * Who holds the addresses of a virtual router, by the word of the directors' kernels whose lease still runs.
 *
 *   several  two or more fresh words say "I hold it"; nothing unheard can make that better
 *   one      exactly one does; `unheard` may still hide a second
 *   nobody   every director was heard, and none holds it
 *   unknown  no fresh word says "I hold it" and at least one word is missing
 *
 * `since` is hub time: of the holder's change of state; of the last change that led to nobody or several; for
 * unknown, of the last confirmation of a word that is now missing. Null when that was never heard.
 */
export const vipVerdict = (nodes: readonly WitnessNode[], instance: string, now: number): VipVerdict => {
  const words = nodes.flatMap((node) => wordOf(node, instance, now));
  const holders = words.filter((word) => word.fresh && word.holds);
  const silent = words.filter((word) => !word.fresh);
  const unheard = silent.map((word) => word.node);
  const names = holders.map((word) => word.node);
  if (holders.length > 1) return { verdict: "several", holders: names, since: latest(holders, sinceOf), unheard };
  if (holders.length === 1) return { verdict: "one", holders: names, since: latest(holders, sinceOf), unheard };
  if (silent.length > 0 || words.length === 0)
    return { verdict: "unknown", holders: [], since: latest(silent, confirmationOf), unheard };
  return { verdict: "nobody", holders: [], since: latest(words, sinceOf), unheard };
};

const wordOf = (node: WitnessNode, instance: string, now: number): Word[] => {
  const fact = factsOfKind(node.picture, "virtual-router").find(({ key }) => key === instance);
  if (fact === undefined) return [];
  const { state, confirmedAt } = freshness(node, "vrrp", now);
  return [
    {
      node: node.name,
      fresh: state === "fresh",
      holds: holdsVip(fact),
      since: fact.since + node.clockOffsetMs,
      confirmedAt,
    },
  ];
};

/** Ownership is what the kernel carries, whatever the VRRP state says. */
export const holdsVip = (fact: FactOf<"virtual-router">): boolean =>
  fact.addresses.some((address) => fact.heldAddresses.includes(address));

const sinceOf = (word: Word): number => word.since;
const confirmationOf = (word: Word): number | null => word.confirmedAt;

const latest = (words: readonly Word[], instant: (word: Word) => number | null): number | null => {
  const instants = words.map(instant).filter((at) => at !== null);
  return instants.length === 0 ? null : Math.max(...instants);
};
