import { expect, test } from "vitest";
import { durationParts } from "./duration-parts.ts";

test.each([
  [-500, "0s"],
  [0, "0s"],
  [999, "0s"],
  [1000, "1s"],
  [59_999, "59s"],
  [60_000, "1m"],
  [61_000, "1m1s"],
  [3_600_000, "1h"],
  [3_661_000, "1h1m"],
  [90_061_000, "1d1h"],
])("%i ms is %s", (ms, expected) => {
  expect(
    durationParts(ms)
      .map(({ unit, value }) => `${value}${unit}`)
      .join(""),
  ).toBe(expected);
});
