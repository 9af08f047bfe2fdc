import type { Checker } from "@baton/shared/config/model.ts";
import type { ProbeOutcome } from "../core/health/probe-outcome.ts";

/** Runs one probe of a checker; never rejects. Many may be under way, further ones wait their turn. */
export interface Prober {
  probe(checker: Checker): Promise<ProbeOutcome>;
  /** Ends what is under way. */
  close(): void;
}
