import { factId, SOURCE_OF } from "@baton/shared/contract/fact-id.ts";
import type { FactChange, FactSource } from "@baton/shared/contract/facts.ts";
import { applyChanges, EMPTY_PICTURE, type NodePicture } from "@baton/shared/contract/picture.ts";
import type { HeardMaster } from "../ports/process-channel.ts";

/**
 * What this agent knows now, kept by the supervisor so that `baton agent status` and a restarted uplink need ask
 * nobody. Facts of a process that died stay until its successor confirms, then those it did not repeat go.
 */
export interface AgentPicture {
  readonly picture: NodePicture;
  /** Facts of a dead process that its successor has not told again yet. */
  readonly doubtful: ReadonlyMap<string, FactSource>;
}

export const NEW_PICTURE: AgentPicture = { picture: EMPTY_PICTURE, doubtful: new Map() };

/** Doubts every fact of these sources. */
export const doubt = (state: AgentPicture, sources: readonly FactSource[]): AgentPicture => {
  const doubtful = new Map(state.doubtful);
  for (const [id, fact] of Object.entries(state.picture.facts)) {
    if (sources.includes(SOURCE_OF[fact.kind])) doubtful.set(id, SOURCE_OF[fact.kind]);
  }
  return { ...state, doubtful };
};

/** Folds changes in; `changes` of the answer are those to pass on, with removals of what proved to be gone. */
export const fold = (
  state: AgentPicture,
  changes: readonly FactChange[],
): { readonly state: AgentPicture; readonly changes: readonly FactChange[] } => {
  if (state.doubtful.size === 0) return { state: { ...state, picture: applyChanges(state.picture, changes) }, changes };
  const doubtful = new Map(state.doubtful);
  const gone: FactChange[] = [];
  for (const change of changes) {
    if (change.op === "set") doubtful.delete(factId(change.fact.kind, change.fact.key));
    if (change.op !== "confirm") continue;
    for (const [id, source] of doubtful) {
      const fact = state.picture.facts[id];
      if (source !== change.source) continue;
      doubtful.delete(id);
      if (fact) gone.push({ op: "remove", kind: fact.kind, key: fact.key });
    }
  }
  const all = [...gone, ...changes];
  return { state: { picture: applyChanges(state.picture, all), doubtful }, changes: all };
};

/** The facts of instances whose masters were heard again. One that is master itself by now says so in its own fact. */
export const heardAgain = ({ picture }: AgentPicture, masters: readonly HeardMaster[]): readonly FactChange[] =>
  masters.flatMap(([instance, heardAt]): FactChange[] => {
    const fact = picture.facts[factId("virtual-router", instance)];
    if (fact?.kind !== "virtual-router" || fact.master === null) return [];
    return [{ op: "set", fact: { ...fact, master: { ...fact.master, heardAt } } }];
  });

/** The whole picture as changes, for someone who knows nothing. */
export const asChanges = ({ picture }: AgentPicture): readonly FactChange[] => [
  ...Object.values(picture.facts).map((fact): FactChange => ({ op: "set", fact })),
  ...Object.entries(picture.confirmed).map(
    ([source, at]): FactChange => ({ op: "confirm", source: source as FactSource, at }),
  ),
];
