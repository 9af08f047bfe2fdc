import { millis } from "@baton/shared/base/duration.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { RouterEvent } from "./event.ts";
import { nextDeadline } from "./next-deadline.ts";
import { initialState, step } from "./step.ts";
import { testParams } from "./testing/params.ts";
import { effectivePriority } from "./transitions.ts";

const advertEvent = fc
  .record({
    priority: fc.oneof(fc.constantFrom(0, 99, 100, 101, 254, 255), fc.integer({ min: 0, max: 255 })),
    from: fc.constantFrom("10.0.0.1", "10.0.0.2", "10.0.0.3"),
    interval: fc.constantFrom(10, 100, 1000),
  })
  .map(({ priority, from, interval }) => ({
    type: "advert" as const,
    from,
    advert: {
      version: 3 as const,
      virtualRouterId: 1,
      priority,
      interval: millis(interval),
      addresses: ["10.0.0.100"],
    },
  }));

const event = fc.oneof(
  { weight: 4, arbitrary: advertEvent },
  { weight: 6, arbitrary: fc.constant({ type: "tick" as const }) },
  fc.constant({ type: "link" as const, link: { usable: true as const, address: "10.0.0.2" } }),
  fc.constant({ type: "link" as const, link: { usable: false as const, problem: "eth0 is down" } }),
  fc.constant({ type: "takeover" as const, leaseMs: 5000, requestedBy: "x" }),
  fc.constant({ type: "release" as const, requestedBy: "x" }),
  fc.constant({ type: "addresses-lost" as const, addresses: ["10.0.0.100"] }),
  fc.integer({ min: -300, max: 300 }).map((adjustment) => ({ type: "adjust" as const, adjustment, cause: "x" })),
  fc.constant({ type: "stop" as const, reason: "x" }),
  fc.constantFrom("wait" as const, "master" as const, "backup" as const).map((order) => ({
    type: "group" as const,
    order,
    group: "G",
  })),
  fc.constant({ type: "start" as const, link: { usable: true as const, address: "10.0.0.2" } }),
);

const settings = fc.record({
  priority: fc.constantFrom(1, 100, 254, 255),
  preempt: fc.boolean(),
  preemptDelay: fc.constantFrom(millis(0), millis(700)),
  version: fc.constantFrom(2 as const, 3 as const),
});

test("whatever happens: addresses are held by the master alone, one that listens is silent, ticks make progress, priorities are legal", () => {
  fc.assert(
    fc.property(
      settings,
      fc.array(fc.tuple(event, fc.integer({ min: 0, max: 3000 })), { maxLength: 60 }),
      (changes, story) => {
        const params = testParams(changes);
        let at = 0;
        let state = initialState(params, at);
        let holds = false;
        for (const [what, pause] of story) {
          at += pause;
          const taken = step(params, state, { ...what, at } as RouterEvent);
          for (const action of taken.actions) {
            if (action.type === "add-addresses") holds = true;
            if (action.type === "remove-addresses") holds = false;
            if (action.type === "transition") expect(action.from).toBe(state.phase.name);
          }
          const wasListening = state.phase.name === "master" && state.phase.listenUntil !== null;
          state = taken.state;
          const isListening = state.phase.name === "master" && state.phase.listenUntil !== null;
          if (wasListening && isListening)
            expect(taken.actions.every(({ type }) => !type.startsWith("send-"))).toBe(true);
          expect(holds).toBe(state.phase.name === "master");
          const priority = effectivePriority(params, state);
          expect(priority).toBeGreaterThanOrEqual(1);
          expect(priority).toBeLessThanOrEqual(255);
          if (what.type === "tick") expect(nextDeadline(state)).toBeGreaterThan(at);
        }
      },
    ),
    { numRuns: 1000 },
  );
});
