import { expect, test } from "vitest";
import type { RouterEvent } from "./event.ts";
import { step } from "./step.ts";
import { testParams } from "./testing/params.ts";
import {
  adjust,
  DOWN,
  hear,
  link,
  lost,
  MASTER,
  OWN,
  release,
  run,
  START,
  takeover,
  tick,
  UP,
} from "./testing/steps.ts";

const ALL_EVENTS = (at: number): RouterEvent[] => [
  hear(0, at),
  hear(50, at),
  hear(100, at, OWN),
  hear(255, at),
  tick(at),
  takeover(at),
  release(at),
  lost(at),
  adjust(at, -10),
  link(at, UP),
  link(at, DOWN),
  { type: "stop", at, reason: "stopping" },
  { type: "start", at, link: UP },
];

test("an event never changes the state it was given", () => {
  for (const before of [[], [START], MASTER, [START, link(1, DOWN)], [START, takeover(1)]]) {
    const { state } = run(testParams(), before);
    for (const event of ALL_EVENTS(10_000)) {
      const copy = structuredClone(state);
      const first = step(testParams(), state, event);
      expect(state).toEqual(copy);
      expect(step(testParams(), state, event)).toEqual(first);
    }
  }
});
