import type { Result } from "../base/result.ts";
import { err, ok } from "../base/result.ts";
import { factId } from "./fact-id.ts";
import type { Fact, FactChange, FactKind, FactOf, FactSource } from "./facts.ts";

/** Everything one agent says is true now. The hub and the browser hold the same picture by the same fold. */
export interface NodePicture {
  /** The number of the last delta folded in. */
  readonly seq: number;
  readonly facts: Readonly<Record<string, Fact>>;
  /** When each source last confirmed its facts, by the agent's clock. */
  readonly confirmed: Readonly<Partial<Record<FactSource, number>>>;
}

export interface Delta {
  readonly seq: number;
  readonly changes: readonly FactChange[];
}

export const EMPTY_PICTURE: NodePicture = { seq: 0, facts: {}, confirmed: {} };

/**
 * Folds a delta in. Deltas are numbered without holes; anything but the next number is refused, and the
 * receiver asks for a new snapshot. The caller's picture is left as it was.
 */
export const applyDelta = (picture: NodePicture, delta: Delta): Result<NodePicture, "gap" | "repeat"> => {
  if (delta.seq <= picture.seq) return err("repeat");
  if (delta.seq !== picture.seq + 1) return err("gap");
  return ok({ ...applyChanges(picture, delta.changes), seq: delta.seq });
};

/** Folds changes in without touching the number. */
export const applyChanges = (picture: NodePicture, changes: readonly FactChange[]): NodePicture => {
  // Most changes are confirmations alone: for those ten thousand facts need no copy.
  const isCopied = changes.some(({ op }) => op !== "confirm");
  const facts: Record<string, Fact> = isCopied ? { ...picture.facts } : picture.facts;
  const confirmed = { ...picture.confirmed };
  for (const change of changes) {
    if (change.op === "set") facts[factId(change.fact.kind, change.fact.key)] = change.fact;
    else if (change.op === "remove") delete facts[`${change.kind} ${change.key}`];
    else confirmed[change.source] = change.at;
  }
  return { ...picture, facts, confirmed };
};

export const factsOfKind = <K extends FactKind>(picture: NodePicture, kind: K): FactOf<K>[] =>
  Object.values(picture.facts).filter((fact): fact is FactOf<K> => fact.kind === kind);
