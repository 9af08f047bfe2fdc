import type { Checker } from "@baton/shared/config/model.ts";
import type { ClientCertificate } from "@baton/shared/config/model-checks.ts";
import type { ScriptSettings, TrackFile } from "@baton/shared/config/model-track.ts";
import type { ProbeOutcome } from "../core/health/probe-outcome.ts";

/** What probes need of the configuration beside their checkers. */
export interface ProbeSurroundings {
  /** Those of FILE_CHECKs. */
  readonly trackFiles?: readonly TrackFile[];
  /** Names of the bfd_instances. */
  readonly bfdSessions?: readonly string[];
  /** For SSL_GET. */
  readonly certificate?: ClientCertificate | null;
}

/** Runs one probe of a checker; never rejects. Many may be under way, further ones wait their turn. */
export interface Prober {
  probe(checker: Checker): Promise<ProbeOutcome>;
  /** From now on; `scripts`: how programs of MISC_CHECK are found and under which account they run. */
  configure(scripts: ScriptSettings, surroundings?: ProbeSurroundings): void;
  /** Ends what is under way. */
  close(): void;
}
