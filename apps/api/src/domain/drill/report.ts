import { type CommandResult, probeReportSchema } from "@baton/shared/contract/commands.ts";
import { withDocument, withStep } from "./document.ts";
import { type DrillRun, type Leg, probeIdOf } from "./state.ts";
import { say } from "./words.ts";

/** Puts the witness's measurement into the document; an answer that carries none of this probe leaves it as it was. */
export const attachReport = (run: DrillRun, leg: Leg, result: CommandResult, at: number): DrillRun => {
  const parsed = probeReportSchema.safeParse(result.evidence);
  if (!parsed.success || parsed.data.probeId !== probeIdOf(run, leg)) return run;
  const { data } = parsed;
  const { succeeded, probes } = data;
  const words = say("measured", { succeeded, probes, gap: Math.round(data.longestGapMs * 10) / 10 });
  const drill = withStep(run.drill, at, "probe-ended", run.witness, words);
  return withDocument(run, leg === "out" ? { ...drill, report: data } : { ...drill, handBackReport: data });
};
