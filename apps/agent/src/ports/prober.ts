import type { Checker } from "@baton/shared/config/model.ts";
import type { ScriptSettings } from "@baton/shared/config/model-track.ts";
import type { ProbeOutcome } from "../core/health/probe-outcome.ts";

/** Runs one probe of a checker; never rejects. Many may be under way, further ones wait their turn. */
export interface Prober {
  probe(checker: Checker): Promise<ProbeOutcome>;
  /** How programs of MISC_CHECK are found and under which account they run, from now on. */
  configure(scripts: ScriptSettings): void;
  /** Ends what is under way. */
  close(): void;
}
