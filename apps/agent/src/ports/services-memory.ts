import type { WeightOverride } from "../core/health/override.ts";

export interface MarkRules {
  readonly table: string;
  readonly marks: readonly (readonly [group: string, mark: number])[];
}

/** What the services process must still know after it was killed. Reading never fails: what is unreadable is nothing. */
export interface ServicesMemory {
  /** Keys of the services that are ours in the IPVS table of this kernel and network namespace, since this boot. */
  readonly owned: readonly string[];
  readonly overrides: readonly WeightOverride[];
  /** The nftables table of nftables_ipvs that may be there, and the mark of each group. */
  readonly rules: MarkRules | null;
  keepOwned(keys: ReadonlySet<string>): void;
  keepRules(rules: MarkRules | null): void;
  keepOverrides(overrides: readonly WeightOverride[]): void;
}
