import { millis } from "@baton/shared/base/duration.ts";
import { expect, test } from "vitest";
import { testParams } from "./testing/params.ts";
import { handOverTime, masterDownTime, skewTime } from "./timers.ts";

test.each([
  [2, 100, 1000, 3609.375],
  [2, 150, 1000, 3414.0625],
  [2, 254, 1000, 3007.8125],
  [3, 100, 100, 360.9375],
  [3, 100, 10, 36.09375],
] as const)(
  "version %i, priority %i, interval %i ms: master down after %f ms",
  (version, priority, interval, expected) => {
    expect(masterDownTime(testParams({ version }), priority, millis(interval))).toBe(expected);
  },
);

test.each([
  [2, 90, 1000, 12.96875],
  [2, 100, 5000, 12.1875],
  [2, 1, 1000, 19.921875],
  [3, 100, 1000, 12.1875],
  [3, 100, 10, 6.09375],
] as const)(
  "version %i, priority %i, interval %i ms: a hand-over takes %f ms",
  (version, priority, interval, expected) => {
    expect(handOverTime(version, priority, millis(interval))).toBe(expected);
  },
);

test("the skew of version 2 does not depend on the interval", () => {
  expect(skewTime(2, 100, millis(5000))).toBe(skewTime(2, 100, millis(1000)));
});
