import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { endedDocument, endedEarly, withDocument, withStep } from "./document.ts";
import {
  commandId,
  DRILL_TIMES,
  type DrillAction,
  type DrillRun,
  type DrillStep,
  type Ending,
  PASS_BELOW_MS,
  type Phase,
  probeIdOf,
} from "./state.ts";
import { say } from "./words.ts";

/**
 * Leaves the planned path: the takeover is released, the probe stopped, and what the witness has measured is waited
 * for a little, because it is the evidence.
 */
export const abandon = (
  run: DrillRun,
  at: number,
  outcome: Ending["outcome"],
  code: string,
  message: string,
): DrillStep => {
  if (run.phase.name === "ended" || run.phase.name === "abandoning") return { run, actions: [] };
  const { leg } = run.phase;
  const until = at + DRILL_TIMES.abandon;
  const problem = { code: code.includes(".") ? code : `drill.${code}`, message };
  const stop: DrillAction = {
    type: "send",
    node: run.witness,
    id: commandId(run, "probe-stop", leg),
    deadline: until,
    body: { kind: "probe-stop", probeId: probeIdOf(run, leg) },
  };
  const release: DrillAction = {
    type: "send",
    node: run.to,
    id: `${run.drill.id}/abandon/release`,
    deadline: until,
    body: { kind: "release", instance: run.drill.instance },
  };
  const drill = run.takeoverSent
    ? withStep(
        run.drill,
        at,
        "released",
        run.to,
        say("let-go-because", { node: run.to, problem: problem.code, message }),
      )
    : run.drill;
  const phase: Phase = { name: "abandoning", leg, ending: { outcome, problem }, until };
  return {
    run: { ...withDocument(run, drill), phase },
    actions: run.takeoverSent ? [release, stop] : [stop],
  };
};

const ended = (run: DrillRun, drill: Drill): DrillStep => ({
  run: { ...withDocument(run, drill), phase: { name: "ended" } },
  actions: [],
});

export const endAbandoned = (run: DrillRun, phase: Extract<Phase, { name: "abandoning" }>, at: number): DrillStep =>
  ended(run, endedEarly(run.drill, at, phase.ending));

/** The end of the planned path: the longest gap of all legs decides. */
export const finish = (run: DrillRun, at: number): DrillStep => {
  const { report, handBackReport, handBack } = run.drill;
  const longest = Math.max(report?.longestGapMs ?? 0, handBackReport?.longestGapMs ?? 0);
  const outcome = longest < PASS_BELOW_MS ? "passed" : "moved-slowly";
  const gap = Math.round(longest * 10) / 10;
  const minutes = DRILL_TIMES.takeoverLease / 60_000;
  const words = handBack
    ? say("ended-back", { outcome, gap, node: run.from })
    : say("ended-kept", { outcome, gap, node: run.to, minutes });
  return ended(run, endedDocument(run.drill, at, { outcome, problem: null }, words));
};
