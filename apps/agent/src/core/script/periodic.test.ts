import { millis } from "@baton/shared/base/duration.ts";
import { expect, test } from "vitest";
import {
  initialPeriodic,
  type PeriodicAction,
  type PeriodicEvent,
  type PeriodicParams,
  periodicDeadline,
  stepPeriodic,
} from "./periodic.ts";

const params: PeriodicParams = { interval: millis(1000), timeout: millis(600), rise: 2, fall: 3 };

const play = (events: readonly PeriodicEvent[], initFail = false, with_ = params) => {
  let state = initialPeriodic(0, initFail);
  const actions: PeriodicAction[][] = [];
  for (const event of events) {
    const step = stepPeriodic(with_, state, event);
    state = step.state;
    actions.push([...step.actions]);
  }
  return { state, actions };
};

const tick = (at: number): PeriodicEvent => ({ type: "tick", at });
const ended = (at: number, good: boolean): PeriodicEvent => ({ type: "ended", at, good, detail: good ? "ok" : "bad" });
const run = { type: "run" };
const verdict = (to: "up" | "down" | "disabled", detail: string) => ({ type: "verdict", verdict: to, detail });
const rounds = (...outcomes: readonly boolean[]): PeriodicEvent[] =>
  outcomes.flatMap((good, i) => [tick(i * 1000), ended(i * 1000 + 10, good)]);
const verdictsOf = (outcomes: readonly boolean[], initFail = false): (string | null)[] =>
  play(rounds(...outcomes), initFail)
    .actions.filter((_, i) => i % 2 === 1)
    .map(([action]) => (action?.type === "verdict" ? action.verdict : null));

test("runs at once, and the first outcome decides", () => {
  expect(play(rounds(false)).actions).toEqual([[run], [verdict("down", "bad")]]);
  expect(verdictsOf([true])).toEqual(["up"]);
});

test("then it takes rise and fall in a row, and one contrary outcome starts the count anew", () => {
  expect(verdictsOf([true, false, false, true, false, false, false])).toEqual([
    "up",
    null,
    null,
    null,
    null,
    null,
    "down",
  ]);
  expect(verdictsOf([false, true, false, true, true])).toEqual(["down", null, null, null, "up"]);
});

test("init_fail: down from the start, up after rise", () => {
  expect(verdictsOf([true, true], true)).toEqual([null, "up"]);
});

test("a timeout counts as failure at once; TERM, 2 s, KILL; the late exit changes nothing", () => {
  const { actions, state } = play([tick(0), tick(600), tick(1000), tick(2600), ended(2700, true)]);
  expect(actions).toEqual([
    [run],
    [{ type: "signal", signal: "SIGTERM" }, verdict("down", "timed out after 600 ms")],
    [{ type: "skipped" }],
    [{ type: "signal", signal: "SIGKILL" }, { type: "skipped" }],
    [],
  ]);
  expect(state).toMatchObject({ running: null, verdict: "down", dueAt: 3000 });
});

test("the beat is kept after a late wake-up, and what was slept through is left out", () => {
  const { state, actions } = play([tick(0), ended(5, true), tick(3400)]);
  expect(actions[2]).toEqual([run]);
  expect(state.dueAt).toBe(4000);
  expect(periodicDeadline(state)).toBe(4000);
});

test("what can't be started is disabled at first, and a failure once it has worked", () => {
  const refused = (at: number): PeriodicEvent => ({ type: "refused", at, detail: "no such file" });
  expect(play([tick(0), refused(1), tick(1000), refused(1001)]).actions).toEqual([
    [run],
    [verdict("disabled", "no such file")],
    [run],
    [],
  ]);
  expect(play([tick(0), ended(1, true), tick(1000), refused(1001)], false, { ...params, fall: 1 }).actions[3]).toEqual([
    verdict("down", "no such file"),
  ]);
  expect(play([tick(0), refused(1), tick(1000), ended(1001, false)]).actions[3]).toEqual([verdict("down", "bad")]);
});
