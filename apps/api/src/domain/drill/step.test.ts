import type { CommandResult, ProbeReport } from "@baton/shared/contract/commands.ts";
import type { FactOf } from "@baton/shared/contract/facts.ts";
import { masterRouter, virtualRouter, virtualServer } from "@baton/shared/contract/test-facts.ts";
import { expect, test } from "vitest";
import { fleetOf, healthyFleet, NOW, node } from "../../testing/fleet.ts";
import type { Fleet } from "../fleet/state.ts";
import type { DrillEvent } from "./event.ts";
import { observe } from "./observation.ts";
import { preflight } from "./preflight.ts";
import { DRILL_TIMES, type DrillAction, type DrillRun, type DrillStep, nextDeadline } from "./state.ts";
import { beginDrill, stepDrill } from "./step.ts";

const begin = (handBack: boolean): DrillStep => {
  const found = preflight(healthyFleet(), "VI_1", false, NOW);
  const { from, to, witness, target } = found;
  if (!from || !to || !witness || !target) throw new Error("not ready");
  const request = { instance: "VI_1", reason: "monthly", handBack, requestedBy: "ann" };
  return beginDrill("d1", NOW, request, { ...found, from, to, witness, target });
};

/** Feeds events one after the other and keeps every command that was sent. */
const play = (start: DrillStep, events: readonly DrillEvent[]): { run: DrillRun; sent: DrillAction[] } =>
  events.reduce(
    ({ run, sent }, event) => {
      const step = stepDrill(run, event);
      return { run: step.run, sent: [...sent, ...step.actions] };
    },
    { run: start.run, sent: [...start.actions] },
  );

const report = (probeId: string, longestGapMs: number): ProbeReport => ({
  ...{ probeId, startedAt: NOW, endedAt: NOW + 2_000, intervalMs: 10, probes: 200, succeeded: 199 },
  ...{ failures: { timeout: 1 }, longestGapMs, gaps: [], latency: [] },
});

const done = (at: number, id: string, evidence?: unknown): DrillEvent => ({
  type: "result",
  at,
  result: { id, outcome: "done", code: "", message: "", evidence },
});
const failed = (at: number, id: string, outcome: CommandResult["outcome"], code: string): DrillEvent => ({
  type: "result",
  at,
  result: { id, outcome, code, message: "it would not" },
});
const seen = (at: number, fleet: Fleet): DrillEvent => ({
  type: "observed",
  at,
  observation: observe(fleet, "VI_1", at),
});
const clock = (at: number): DrillEvent => ({ type: "clock", at });

type Router = Partial<FactOf<"virtual-router">>;
const pair = (lvs1: Router, lvs2: Router, lost: readonly string[] = []): Fleet => {
  const connected = (name: string) => ({ connected: !lost.includes(name) });
  return fleetOf(
    node("lvs1", [virtualRouter(lvs1), virtualServer()], connected("lvs1")),
    node("lvs2", [virtualRouter(lvs2), virtualServer()], connected("lvs2")),
    node("client", [], { roles: ["witness"], ...connected("client") }),
  );
};
const { state: _state, heldAddresses } = masterRouter();
const M: Router = { state: "master", heldAddresses };
const B: Router = { state: "backup", heldAddresses: [] };
const F: Router = { state: "fault", heldAddresses: [] };

const probing = [done(NOW + 20, "d1/out/probe-start"), clock(NOW + 20 + DRILL_TIMES.baseline)];
const both = seen(NOW + 530, pair(M, M));
const moved = seen(NOW + 540, pair(B, M));
const settled = clock(NOW + 540 + DRILL_TIMES.settle);
const stopped = (gap: number) => done(NOW + 1_600, "d1/out/probe-stop", report("d1/out", gap));

test("the planned path without hand back", () => {
  const { run, sent } = play(begin(false), [
    ...probing,
    done(NOW + 525, "d1/out/takeover"),
    both,
    moved,
    settled,
    stopped(14),
  ]);
  expect(run.drill).toMatchObject({ state: "ended", outcome: "passed", problem: null, from: "lvs1", to: "lvs2" });
  expect(run.drill.report?.longestGapMs).toBe(14);
  expect(run.drill.steps.map(({ code }) => code)).toEqual([
    ...["requested", "preflight-passed", "probing", "takeover-sent", "new-master", "old-master-yielded"],
    ...["probe-ended", "ended"],
  ]);
  expect(sent.map(({ node, body }) => `${node} ${body.kind}`)).toEqual([
    "client probe-start",
    "lvs2 takeover",
    "client probe-stop",
  ]);
  expect(sent[1]?.body).toMatchObject({ leaseMs: DRILL_TIMES.takeoverLease });
  expect(nextDeadline(run)).toBeNull();
});

test("the planned path there and back, measured twice", () => {
  const backAt = NOW + 3_000;
  const { run, sent } = play(begin(true), [
    ...[...probing, moved, settled, stopped(14)],
    ...[done(backAt, "d1/back/probe-start"), clock(backAt + DRILL_TIMES.baseline)],
    ...[seen(backAt + 600, pair(M, B)), clock(backAt + 600 + DRILL_TIMES.settle)],
    done(backAt + 2_000, "d1/back/probe-stop", report("d1/back", 30)),
  ]);
  expect(run.drill).toMatchObject({ state: "ended", outcome: "passed" });
  expect(run.drill.handBackReport?.longestGapMs).toBe(30);
  expect(run.drill.steps.map(({ code }) => code).slice(-5)).toEqual([
    ...["probing", "released", "handed-back", "probe-ended", "ended"],
  ]);
  expect(sent.map(({ node, body }) => `${node} ${body.kind}`)).toEqual([
    ...["client probe-start", "lvs2 takeover", "client probe-stop"],
    ...["client probe-start", "lvs2 release", "client probe-stop"],
  ]);
  expect(sent[1]?.body).toMatchObject({ leaseMs: DRILL_TIMES.handBackLease });
});

test.each([
  [999.9, "passed"],
  [1_000, "moved-slowly"],
])("a longest gap of %d ms has %s", (gap, outcome) => {
  expect(play(begin(false), [...probing, moved, settled, stopped(gap)]).run.drill.outcome).toBe(outcome);
});

const stop = done(NOW + 20_000, "d1/out/probe-stop", report("d1/out", 5));

test.each<[string, DrillEvent[], string, string, string[]]>([
  ["no answer through the VIP", [clock(NOW + DRILL_TIMES.probeStart)], "failed", "drill.no-answer-through-vip", []],
  ["the witness refuses", [failed(NOW + 9, "d1/out/probe-start", "refused", "probe.busy")], "failed", "probe.busy", []],
  [
    "the takeover is refused",
    [...probing, failed(NOW + 530, "d1/out/takeover", "refused", "takeover.not-backup")],
    "failed",
    "takeover.not-backup",
    ["lvs2 release"],
  ],
  [
    "nothing moves",
    [...probing, clock(NOW + 520 + DRILL_TIMES.move)],
    "not-moved",
    "drill.not-moved",
    ["lvs2 release"],
  ],
  [
    "the old master does not yield",
    [...probing, both, clock(NOW + 520 + DRILL_TIMES.move)],
    "not-moved",
    "drill.not-moved",
    ["lvs2 release"],
  ],
  [
    "a failover before the move",
    [...probing.slice(0, 1), seen(NOW + 30, pair(B, M))],
    "interrupted",
    "drill.real-failover",
    [],
  ],
  [
    "the owner faults in the move",
    [...probing, seen(NOW + 530, pair(F, B))],
    "interrupted",
    "drill.real-failover",
    ["lvs2 release"],
  ],
  [
    "it moves back while settling",
    [...probing, moved, seen(NOW + 700, pair(M, B))],
    "interrupted",
    "drill.real-failover",
    ["lvs2 release"],
  ],
  [
    "the witness is lost",
    [...probing, seen(NOW + 530, pair(M, B, ["client"]))],
    "failed",
    "drill.witness-lost",
    ["lvs2 release"],
  ],
  [
    "a director is lost",
    [...probing, seen(NOW + 530, pair(M, B, ["lvs1"]))],
    "interrupted",
    "drill.director-lost",
    ["lvs2 release"],
  ],
  [
    "the hub stops",
    [...probing, { type: "stop", at: NOW + 530 }],
    "interrupted",
    "drill.hub-stopped",
    ["lvs2 release"],
  ],
  [
    "a measurement of another probe",
    [...probing, moved, settled, done(NOW + 1_600, "d1/out/probe-stop", report("x", 1))],
    "failed",
    "drill.no-report",
    ["lvs2 release"],
  ],
  [
    "a measurement that is none",
    [...probing, moved, settled, done(NOW + 1_600, "d1/out/probe-stop", { probes: "many" })],
    "failed",
    "drill.no-report",
    ["lvs2 release"],
  ],
])("%s: everything is put back and the drill ends", (_name, events, outcome, code, released) => {
  const abandoned = play(begin(false), events);
  expect(abandoned.run.phase.name).toBe("abandoning");
  expect(abandoned.run.drill.outcome).toBeNull();
  const sent = abandoned.sent.map(({ node, body }) => `${node} ${body.kind}`);
  expect(sent.slice(-1 - released.length)).toEqual([...released, "client probe-stop"]);
  const { drill } = play({ run: abandoned.run, actions: [] }, [stop]).run;
  expect(drill).toMatchObject({ state: "ended", outcome, problem: { code }, report: { longestGapMs: 5 } });
});

test("an abandoned drill ends without evidence when the witness stays silent", () => {
  const { run } = play(begin(false), [clock(NOW + DRILL_TIMES.probeStart)]);
  const late = NOW + DRILL_TIMES.probeStart + DRILL_TIMES.abandon;
  expect(stepDrill(run, clock(late - 1)).run).toBe(run);
  expect(stepDrill(run, clock(late)).run.drill).toMatchObject({ state: "ended", outcome: "failed", report: null });
});

test.each<[string, DrillEvent[], DrillEvent]>([
  ["a clock before its time", [], clock(NOW + 10)],
  ["an answer to another command", [], done(NOW + 10, "d0/out/probe-start")],
  ["an answer of the other leg", probing, done(NOW + 600, "d1/back/release")],
  ["the same picture", probing, seen(NOW + 530, pair(M, B))],
  [
    "the directors' silence once all is measured",
    [...probing, moved, settled],
    seen(NOW + 1_550, pair(M, B, ["lvs1"])),
  ],
])("%s changes nothing", (_name, events, event) => {
  const { run } = play(begin(false), events);
  const step = stepDrill(run, event);
  expect(step.actions).toEqual([]);
  expect(step.run).toEqual(run);
});

test("nothing changes a drill that has ended", () => {
  const { run } = play(begin(false), [...probing, moved, settled, stopped(14)]);
  for (const event of [clock(NOW * 2), moved, both, stopped(1)])
    expect(stepDrill(run, event)).toEqual({ run, actions: [] });
});
