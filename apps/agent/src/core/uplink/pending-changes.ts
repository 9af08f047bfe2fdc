import { factId } from "@baton/shared/contract/fact-id.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";

/**
 * Changes waiting for a receiver that is slow or absent: one per fact, the newest, and one confirmation per
 * source. However long the wait, it grows with the number of facts and never with time.
 */
export interface PendingChanges {
  readonly byKey: ReadonlyMap<string, FactChange>;
}

export const NO_CHANGES: PendingChanges = { byKey: new Map() };

/** More distinct facts than this are not kept: the contract's snapshot could not carry them either. */
export const MAX_PENDING = 50_000;

const keyOf = (change: FactChange): string => {
  if (change.op === "set") return factId(change.fact.kind, change.fact.key);
  if (change.op === "remove") return `${change.kind} ${change.key}`;
  return `confirm ${change.source}`;
};

/** Adds changes, newest last. Those that would be the 50,001st distinct one are left out. */
export const addChanges = (pending: PendingChanges, changes: readonly FactChange[]): PendingChanges => {
  if (changes.length === 0) return pending;
  const byKey = new Map(pending.byKey);
  for (const change of changes) {
    const key = keyOf(change);
    if (byKey.size >= MAX_PENDING && !byKey.has(key)) continue;
    // Deleting first moves the key to the end, so that a confirmation never overtakes what it confirms.
    byKey.delete(key);
    byKey.set(key, change);
  }
  return { byKey };
};

/** The oldest `limit` changes, and what is left. */
export const takeChanges = (
  pending: PendingChanges,
  limit: number,
): { readonly taken: readonly FactChange[]; readonly rest: PendingChanges } => {
  const all = [...pending.byKey.entries()];
  return {
    taken: all.slice(0, limit).map(([, change]) => change),
    rest: all.length <= limit ? NO_CHANGES : { byKey: new Map(all.slice(limit)) },
  };
};
