import { endedDocument, withDocument, withStep } from "./document.ts";
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
    ? withStep(run.drill, at, "released", run.to, `${run.to} is asked to let go, because: ${message}`)
    : run.drill;
  const phase: Phase = { name: "abandoning", leg, ending: { outcome, problem }, until };
  return {
    run: { ...withDocument(run, drill), phase },
    actions: run.takeoverSent ? [release, stop] : [stop],
  };
};

const ended = (run: DrillRun, at: number, ending: Ending, detail: string): DrillStep => ({
  run: { ...withDocument(run, endedDocument(run.drill, at, ending, detail)), phase: { name: "ended" } },
  actions: [],
});

export const endAbandoned = (run: DrillRun, phase: Extract<Phase, { name: "abandoning" }>, at: number): DrillStep =>
  ended(run, at, phase.ending, `${phase.ending.outcome}: ${phase.ending.problem?.message ?? ""}`);

/** The end of the planned path: the longest gap of all legs decides. */
export const finish = (run: DrillRun, at: number): DrillStep => {
  const { report, handBackReport, handBack } = run.drill;
  const gap = Math.max(report?.longestGapMs ?? 0, handBackReport?.longestGapMs ?? 0);
  const outcome = gap < PASS_BELOW_MS ? "passed" : "moved-slowly";
  const measured = `longest gap ${Math.round(gap * 10) / 10} ms`;
  const minutes = DRILL_TIMES.takeoverLease / 60_000;
  const kept = handBack
    ? `${run.from} has the VIP back`
    : `${run.to} keeps the VIP until it is released, or ${minutes} minutes after the takeover`;
  return ended(run, at, { outcome, problem: null }, `${outcome}: ${measured}; ${kept}`);
};
