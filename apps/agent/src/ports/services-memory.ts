import type { WeightOverride } from "../core/health/override.ts";

/** What the services process must still know after it was killed. Reading never fails: what is unreadable is nothing. */
export interface ServicesMemory {
  /** Keys of the services that are ours in the IPVS table of this kernel and network namespace, since this boot. */
  readonly owned: readonly string[];
  readonly overrides: readonly WeightOverride[];
  keepOwned(keys: ReadonlySet<string>): void;
  keepOverrides(overrides: readonly WeightOverride[]): void;
}
