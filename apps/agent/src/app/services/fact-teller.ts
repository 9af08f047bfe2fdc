import type { VirtualServer } from "@baton/shared/config/model.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import type { ServerHealth } from "../../core/health/server.ts";
import type { ActualTable } from "../../core/ipvs/table.ts";
import { changedFacts, collectFacts, type ToldFacts, type WeightWord } from "./facts.ts";
import type { TableView } from "./table-keeper.ts";

export interface FactTellerDeps {
  readonly report: (changes: readonly FactChange[]) => void;
  readonly wall: () => number;
  readonly healthOf: (key: string) => ServerHealth | null;
  readonly wordOn: (key: string) => WeightWord | null;
  /** Another number whenever what `healthOf` says has changed. */
  readonly revision: () => number;
}

/** Reports what has changed since it was last reported. */
export interface FactTeller {
  /** Only a fresh word of the kernel confirms what has not changed: its table, or that it has none. */
  tell(virtualServers: readonly VirtualServer[], view: TableView, isFresh: boolean): void;
}

export const createFactTeller = ({ report, wall, healthOf, wordOn, revision }: FactTellerDeps): FactTeller => {
  let told: ToldFacts = new Map();
  let table: ActualTable | null = null;
  let last: { of: readonly VirtualServer[]; table: ActualTable | null; revision: number } | null = null;

  /** Weights change by an adjustment only, and every adjustment is told of with a word that is not fresh. */
  const isAsToldOf = (virtualServers: readonly VirtualServer[]): boolean =>
    last?.of === virtualServers && last.table === table && last.revision === revision();

  const changesOf = (virtualServers: readonly VirtualServer[]): readonly FactChange[] => {
    last = { of: virtualServers, table, revision: revision() };
    const next = changedFacts(told, collectFacts(virtualServers, table, healthOf, wordOn));
    told = next.told;
    return next.changes;
  };

  return {
    tell: (virtualServers, view, isFresh) => {
      const isKnown = view.ok || view.error.code === "ipvs.missing";
      if (isKnown) table = view.ok ? view.table : null;
      const changes = isFresh && isAsToldOf(virtualServers) ? [] : [...changesOf(virtualServers)];
      if (isFresh && isKnown) changes.push({ op: "confirm", source: "services", at: wall() });
      if (changes.length > 0) report(changes);
    },
  };
};
