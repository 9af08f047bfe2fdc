import { millis } from "@baton/shared/base/duration.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { RouterEvent } from "./event.ts";
import { nextDeadline } from "./next-deadline.ts";
import { onlyRenews, renewedDeadline } from "./renewal.ts";
import { initialState, step } from "./step.ts";
import { testParams } from "./testing/params.ts";

const advert = (priority: number, interval = 100) => ({
  version: 3 as const,
  virtualRouterId: 1,
  priority,
  interval: millis(interval),
  addresses: ["10.0.0.100"],
});

const hearing = fc
  .record({
    priority: fc.constantFrom(0, 99, 100, 101, 255),
    from: fc.constantFrom("10.0.0.1", "10.0.0.3"),
    interval: fc.constantFrom(100, 1000),
  })
  .map(({ priority, from, interval }) => ({ type: "advert" as const, from, advert: advert(priority, interval) }));

const other = fc.oneof(
  fc.constant({ type: "tick" as const }),
  fc.constant({ type: "group" as const, order: "wait" as const, group: "G" }),
  fc.integer({ min: -200, max: 200 }).map((adjustment) => ({ type: "adjust" as const, adjustment, cause: "x" })),
);

const settings = fc.record({
  version: fc.constantFrom(2 as const, 3 as const),
  priority: fc.constantFrom(100, 255),
  preempt: fc.boolean(),
  preemptDelay: fc.constantFrom(millis(0), millis(700)),
  deafAsOwner: fc.boolean(),
});

test("of adverts that only renew, hearing the last alone leads to the same state, and none leads to anything else", () => {
  let renewals = 0;
  fc.assert(
    fc.property(
      settings,
      fc.array(fc.tuple(fc.oneof({ weight: 3, arbitrary: hearing }, other), fc.nat({ max: 500 })), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 2, maxLength: 5 }),
      (changes, story, pauses) => {
        const params = testParams(changes);
        let at = 0;
        let state = step(params, initialState(params, 0), {
          type: "start",
          at,
          link: { usable: true, address: "10.0.0.2" },
        }).state;
        for (const [event, pause] of story) {
          at += pause;
          state = step(params, state, { ...event, at } as RouterEvent).state;
          if (event.type !== "advert" || !onlyRenews(params, state, event.from, event.advert)) continue;
          renewals++;
          const times = pauses.map((_, i) => at + pauses.slice(0, i + 1).reduce((sum, each) => sum + each, 0));
          let heardAll = state;
          for (const time of times) {
            const { state: next, actions } = step(params, heardAll, { ...event, at: time });
            expect(actions).toEqual([]);
            heardAll = next;
          }
          const last = times.at(-1) ?? at;
          expect(step(params, state, { ...event, at: last }).state).toEqual(heardAll);
          // To the last bit: a timer is judged by it.
          expect(renewedDeadline(params, state, last)).toBe(nextDeadline(heardAll));
        }
      },
    ),
    { numRuns: 600 },
  );
  expect(renewals).toBeGreaterThan(200);
});

test("a resignation, a weaker master and another one's word are told as they come", () => {
  const params = testParams({ version: 3 });
  const started = step(params, initialState(params, 0), {
    type: "start",
    at: 0,
    link: { usable: true, address: "10.0.0.2" },
  }).state;
  const after = (from: string, priority: number) =>
    step(params, started, { type: "advert", at: 10, from, advert: advert(priority) }).state;
  const known = after("10.0.0.1", 200);
  expect(onlyRenews(params, known, "10.0.0.1", advert(200))).toBe(true);
  expect(onlyRenews(params, known, "10.0.0.3", advert(200))).toBe(false);
  expect(onlyRenews(params, known, "10.0.0.1", advert(0))).toBe(false);
  expect(onlyRenews(params, after("10.0.0.1", 1), "10.0.0.1", advert(1))).toBe(false);
});
