import type { Drill } from "@baton/shared/contract/http/drills.ts";

export interface DrillStore {
  readonly put: (drill: Drill) => Promise<void>;
  readonly find: (id: string) => Promise<Drill | null>;
  /** Newest first. */
  readonly latest: (limit: number) => Promise<Drill[]>;
  /** Those a stopped hub left without an end. */
  readonly unended: () => Promise<Drill[]>;
}
