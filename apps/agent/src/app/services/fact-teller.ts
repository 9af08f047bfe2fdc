import type { VirtualServer } from "@baton/shared/config/model.ts";
import type { Fact, FactChange } from "@baton/shared/contract/facts.ts";
import type { ServerHealth } from "../../core/health/server.ts";
import { realServerKey } from "../../core/ipvs/key.ts";
import { virtualServerKey } from "../../core/ipvs/services-of.ts";
import type { ActualTable } from "../../core/ipvs/table.ts";
import { factsOf, lookAt, type Seen, type WeightWord } from "./facts.ts";
import type { TableView } from "./table-keeper.ts";

export interface FactTellerDeps {
  readonly report: (changes: readonly FactChange[]) => void;
  readonly wall: () => number;
  readonly healthOf: (key: string) => ServerHealth | null;
  readonly wordOn: (key: string) => WeightWord;
  /** Another number whenever what `healthOf` says has changed. */
  readonly revision: () => number;
}

/** Reports what has changed since it was last reported. */
export interface FactTeller {
  /** Only a fresh word of the kernel confirms what has not changed: its table, or that it has none. */
  tell(virtualServers: readonly VirtualServer[], view: TableView, isFresh: boolean): void;
}

const idOf = ({ kind, key }: Pick<Fact, "kind" | "key">): string => `${kind} ${key}`;

const idsOf = (virtualServer: VirtualServer): readonly string[] => {
  const key = virtualServerKey(virtualServer);
  return [
    idOf({ kind: "virtual-server", key }),
    ...virtualServer.realServers.map((server) => idOf({ kind: "real-server", key: realServerKey(key, server) })),
  ];
};

export const createFactTeller = ({ report, wall, healthOf, wordOn, revision }: FactTellerDeps): FactTeller => {
  /** As last told, by id, with the text that compares. */
  const told = new Map<string, { readonly fact: Fact; readonly text: string }>();
  /** What each virtual server's facts were made of. */
  let seen = new Map<VirtualServer, Seen>();
  let table: ActualTable | null = null;
  let last: { of: readonly VirtualServer[]; table: ActualTable | null; revision: number } | null = null;

  /** Weights change by an adjustment only, and every adjustment is told of with a word that is not fresh. */
  const isAsToldOf = (virtualServers: readonly VirtualServer[]): boolean =>
    last?.of === virtualServers && last.table === table && last.revision === revision();

  const tellFact = (fact: Fact, into: FactChange[]): void => {
    const id = idOf(fact);
    const text = JSON.stringify(fact);
    if (told.get(id)?.text === text) return;
    told.set(id, { fact, text });
    into.push({ op: "set", fact });
  };

  /** Forgets what the configuration has no longer: something of virtual servers that it had. */
  const dropFacts = (before: Iterable<VirtualServer>, into: FactChange[]): void => {
    const gone = new Set<string>();
    for (const virtualServer of before)
      if (!seen.has(virtualServer)) for (const id of idsOf(virtualServer)) gone.add(id);
    if (gone.size === 0) return;
    for (const virtualServer of seen.keys()) for (const id of idsOf(virtualServer)) gone.delete(id);
    for (const id of gone) {
      const fact = told.get(id)?.fact;
      told.delete(id);
      if (fact) into.push({ op: "remove", kind: fact.kind, key: fact.key });
    }
  };

  const changesOf = (virtualServers: readonly VirtualServer[]): FactChange[] => {
    const isOther = last?.of !== virtualServers;
    last = { of: virtualServers, table, revision: revision() };
    const changes: FactChange[] = [];
    const next = new Map<VirtualServer, Seen>();
    for (const virtualServer of virtualServers) {
      const now = lookAt(virtualServer, table, healthOf, wordOn);
      next.set(virtualServer, now);
      for (const fact of factsOf(virtualServer, now, seen.get(virtualServer))) tellFact(fact, changes);
    }
    const before = seen;
    seen = next;
    if (isOther) dropFacts(before.keys(), changes);
    return changes;
  };

  return {
    tell: (virtualServers, view, isFresh) => {
      const isKnown = view.ok || view.error.code === "ipvs.missing";
      if (isKnown) table = view.ok ? view.table : null;
      const changes = isFresh && isAsToldOf(virtualServers) ? [] : changesOf(virtualServers);
      if (isFresh && isKnown) changes.push({ op: "confirm", source: "services", at: wall() });
      if (changes.length > 0) report(changes);
    },
  };
};
