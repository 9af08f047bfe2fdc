import type { CommandBody } from "@baton/shared/contract/commands.ts";
import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { dangerIn } from "./danger.ts";
import { type DrillRequest, newDocument, withDocument, withStep } from "./document.ts";
import { abandon, endAbandoned, finish } from "./ending.ts";
import type { DrillEvent } from "./event.ts";
import type { Observation } from "./observation.ts";
import type { Preflight, ProbeTarget } from "./preflight.ts";
import { attachReport } from "./report.ts";
import {
  commandId,
  DRILL_TIMES,
  type DrillAction,
  type DrillRun,
  type DrillStep,
  type Leg,
  type Phase,
  probeIdOf,
} from "./state.ts";
import { say } from "./words.ts";

/**
 * A drill, in the order of its phases (twice through for a hand back):
 *
 *   probe-starting -> baseline -> moving -> settling -> probe-stopping -> ended | probe-starting of the way back
 *        '------------ anything wrong -----------'-> abandoning -> ended
 *
 * Pure: the same run and event give the same step.
 */
export const stepDrill = (run: DrillRun, event: DrillEvent): DrillStep => {
  if (run.phase.name === "ended") return stay(run);
  switch (event.type) {
    case "clock":
      return event.at >= run.phase.until ? onDeadline(run, run.phase, event.at) : stay(run);
    case "observed":
      return onObserved(run, event.observation, event.at);
    case "stop":
      return abandon(run, event.at, "interrupted", "hub-stopped", "The hub is being stopped.");
    case "result":
      return onResult(run, event.at, event.result);
  }
};

/** A run from a preflight without blockers; the caller has seen that from, to, witness and target are there. */
export const beginDrill = (
  id: string,
  at: number,
  request: DrillRequest,
  found: Preflight & { from: string; to: string; witness: string; target: ProbeTarget },
): DrillStep => {
  const { from, to, witness, target } = found;
  const words = say("ready", { from, to, witness, ...target });
  const drill = withStep(newDocument(id, at, request, found), at, "preflight-passed", null, words);
  const phase: Phase = { name: "probe-starting", leg: "out", until: at };
  return startProbe({ drill, from, to, witness, target, phase, takeoverSent: false }, "out", at);
};

const stay = (run: DrillRun): DrillStep => ({ run, actions: [] });

const startProbe = (run: DrillRun, leg: Leg, at: number): DrillStep => {
  const until = at + DRILL_TIMES.probeStart;
  const send: DrillAction = {
    type: "send",
    node: run.witness,
    id: commandId(run, "probe-start", leg),
    deadline: until,
    body: {
      kind: "probe-start",
      probeId: probeIdOf(run, leg),
      ...run.target,
      intervalMs: DRILL_TIMES.probeInterval,
      maxDurationMs: DRILL_TIMES.probeMax,
    },
  };
  return { run: { ...run, phase: { name: "probe-starting", leg, until } }, actions: [send] };
};

const inState = (drill: Drill, state: Drill["state"]): Drill => ({ ...drill, state });

const move = (run: DrillRun, leg: Leg, at: number): DrillStep => {
  const until = at + DRILL_TIMES.move;
  const { instance } = run.drill;
  const leaseMs = run.drill.handBack ? DRILL_TIMES.handBackLease : DRILL_TIMES.takeoverLease;
  const body: CommandBody = leg === "out" ? { kind: "takeover", instance, leaseMs } : { kind: "release", instance };
  const [code, words] =
    leg === "out"
      ? (["takeover-sent", say("take-over", { node: run.to, seconds: leaseMs / 1000 })] as const)
      : (["released", say("let-go", { node: run.to })] as const);
  const drill = withStep(inState(run.drill, "moving"), at, code, run.to, words);
  return {
    run: {
      ...withDocument(run, drill),
      takeoverSent: leg === "out",
      phase: { name: "moving", leg, sentAt: at, gained: false, yielded: false, until },
    },
    actions: [{ type: "send", node: run.to, id: commandId(run, body.kind, leg), deadline: until, body }],
  };
};

const stopProbe = (run: DrillRun, leg: Leg, at: number): DrillStep => {
  const until = at + DRILL_TIMES.probeStop;
  const body = { kind: "probe-stop", probeId: probeIdOf(run, leg) } as const;
  return {
    run: { ...run, phase: { name: "probe-stopping", leg, until } },
    actions: [{ type: "send", node: run.witness, id: commandId(run, "probe-stop", leg), deadline: until, body }],
  };
};

const onDeadline = (run: DrillRun, phase: Exclude<Phase, { name: "ended" }>, at: number): DrillStep => {
  switch (phase.name) {
    case "probe-starting":
      return abandon(
        run,
        at,
        "failed",
        "no-answer-through-vip",
        `${run.witness} had no answer through the VIP in time.`,
      );
    case "baseline":
      return move(run, phase.leg, at);
    case "moving":
      return notMoved(run, phase, at);
    case "settling":
      return stopProbe(run, phase.leg, at);
    case "probe-stopping":
      return abandon(run, at, "failed", "no-report", `${run.witness} did not send its measurement in time.`);
    case "abandoning":
      return endAbandoned(run, phase, at);
  }
};

const notMoved = (run: DrillRun, phase: Extract<Phase, { name: "moving" }>, at: number): DrillStep => {
  const [gainer, yielder] = phase.leg === "out" ? [run.to, run.from] : [run.from, run.to];
  const missing = [
    ...(phase.gained ? [] : [`${gainer} did not become master`]),
    ...(phase.yielded ? [] : [`${yielder} did not yield`]),
  ].join(" and ");
  const code = phase.leg === "out" ? "not-moved" : "not-handed-back";
  return abandon(run, at, "not-moved", code, `After ${DRILL_TIMES.move / 1000} s ${missing}.`);
};

const onObserved = (run: DrillRun, observation: Observation, at: number): DrillStep => {
  const danger = dangerIn(run, observation);
  if (danger) return abandon(run, at, danger.outcome, danger.code, danger.message);
  return run.phase.name === "moving" ? onMoveObserved(run, run.phase, observation, at) : stay(run);
};

const onMoveObserved = (
  run: DrillRun,
  phase: Extract<Phase, { name: "moving" }>,
  { members }: Observation,
  at: number,
): DrillStep => {
  const [gainerName, yielderName] = phase.leg === "out" ? [run.to, run.from] : [run.from, run.to];
  const gainer = members.find((member) => member.node === gainerName);
  const yielder = members.find((member) => member.node === yielderName);
  const gained = phase.gained || (gainer?.state === "master" && gainer.holds);
  const yielded = phase.yielded || (yielder !== undefined && yielder.state !== "master" && !yielder.holds);
  const ms = Math.round(at - phase.sentAt);
  let drill = run.drill;
  if (gained && !phase.gained) {
    const code = phase.leg === "out" ? "new-master" : "handed-back";
    drill = withStep(drill, at, code, gainerName, say("holds", { node: gainerName, ms }));
  }
  if (yielded && !phase.yielded && phase.leg === "out") {
    drill = withStep(drill, at, "old-master-yielded", yielderName, say("yielded", { node: yielderName, ms }));
  }
  if (gained && yielded) {
    const settling: Phase = { name: "settling", leg: phase.leg, until: at + DRILL_TIMES.settle };
    return stay({ ...withDocument(run, inState(drill, "settling")), phase: settling });
  }
  return stay({ ...withDocument(run, drill), phase: { ...phase, gained, yielded } });
};

const onResult = (run: DrillRun, at: number, result: Extract<DrillEvent, { type: "result" }>["result"]): DrillStep => {
  const { phase } = run;
  if (phase.name === "ended") return stay(run);
  const answers = (purpose: "probe-start" | "takeover" | "release" | "probe-stop") =>
    result.id === commandId(run, purpose, phase.leg);
  if (phase.name === "abandoning") {
    if (!answers("probe-stop")) return stay(run);
    return endAbandoned(attachReport(run, phase.leg, result, at), phase, at);
  }
  if (phase.name === "probe-stopping" && answers("probe-stop")) return onReport(run, phase.leg, result, at);
  const awaited = answers("probe-start") || answers("takeover") || answers("release");
  if (!awaited) return stay(run);
  if (result.outcome !== "done") {
    const code = result.code === "" ? `command-${result.outcome}` : result.code;
    return abandon(run, at, "failed", code, result.message || `The command was ${result.outcome}.`);
  }
  return phase.name === "probe-starting" && answers("probe-start") ? onProbing(run, phase.leg, at) : stay(run);
};

const onProbing = (run: DrillRun, leg: Leg, at: number): DrillStep => {
  const words = say("steady", { witness: run.witness });
  const drill = withStep(inState(run.drill, "probing"), at, "probing", run.witness, words);
  const phase: Phase = { name: "baseline", leg, until: at + DRILL_TIMES.baseline };
  return stay({ ...withDocument(run, drill), phase });
};

const onReport = (
  before: DrillRun,
  leg: Leg,
  result: Extract<DrillEvent, { type: "result" }>["result"],
  at: number,
): DrillStep => {
  const run = attachReport(before, leg, result, at);
  const report = leg === "out" ? run.drill.report : run.drill.handBackReport;
  if (!report) {
    return abandon(run, at, "failed", "no-report", result.message || `${run.witness} sent no usable measurement.`);
  }
  return leg === "out" && run.drill.handBack ? startProbe(run, "back", at) : finish(run, at);
};
