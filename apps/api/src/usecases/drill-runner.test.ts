import { expect, test } from "vitest";
import { newCounters } from "../domain/diagnostics/counters.ts";
import { preflight } from "../domain/drill/preflight.ts";
import { DRILL_TIMES } from "../domain/drill/state.ts";
import { beginDrill } from "../domain/drill/step.ts";
import { healthyFleet, NOW } from "../testing/fleet.ts";
import { newDrillRunner } from "./drill-runner.ts";
import { newFleetDesk } from "./fleet-desk.ts";

/** A clock that is moved by hand; timers fire when the test says so, whatever the clock shows. */
const handClock = () => {
  let now = NOW;
  let timer: (() => void) | null = null;
  return {
    now: () => now,
    set: (at: number) => {
      now = at;
    },
    wakeAt: (_at: number, wake: () => void) => {
      timer = wake;
      return () => {
        timer = null;
      };
    },
    fire: () => timer?.(),
    isArmed: () => timer !== null,
  };
};

test.each([
  ["on time", DRILL_TIMES.probeStart],
  ["a millisecond early", DRILL_TIMES.probeStart - 1],
  ["after the clock was set back an hour", -3_600_000],
])("a drill whose timers fire %s still ends", (_name, shift) => {
  const clock = handClock();
  const feed = { node: () => {}, delta: () => {}, event: () => {}, drill: () => {} };
  const fleet = newFleetDesk({ feed, counters: newCounters() }, [], NOW);
  const outcomes: (string | null)[] = [];
  let ends = 0;
  const runner = newDrillRunner({
    clock,
    fleet,
    commands: { send: () => {}, result: () => false },
    onDocument: (drill) => outcomes.push(drill.outcome),
    onEnd: () => ends++,
  });
  const found = preflight(healthyFleet(), "VI_1", false, NOW);
  const { from, to, witness, target } = found;
  if (!from || !to || !witness || !target) throw new Error("not ready");
  const request = { instance: "VI_1", reason: "x", handBack: false, requestedBy: "ann" };
  runner.begin(beginDrill("d1", NOW, request, { ...found, from, to, witness, target }));
  clock.set(NOW + shift);
  for (let i = 0; i < 3 && clock.isArmed(); i++) clock.fire();
  expect(outcomes.at(-1)).toBe("failed");
  expect(ends).toBe(1);
  expect(clock.isArmed()).toBe(false);
  expect(runner.current()).toBeNull();
});
