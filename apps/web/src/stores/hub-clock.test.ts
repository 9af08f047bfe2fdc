import { expect, test } from "vitest";
import { clocksParted, hubNow } from "./hub-clock.ts";

const anchor = { hubTime: 50_000, at: { wall: 1_000_000, steady: 100 } };

test.each([
  ["both go on", 1000, 1000, 51_000, false],
  ["the machine slept: the steady clock stood still", 60_000, 0, 110_000, true],
  ["the wall clock was set back", -60_000, 1000, 51_000, true],
  ["the wall clock was set forward", 60_000, 1000, 110_000, true],
  ["a small correction", 900, 1000, 51_000, false],
])("%s", (_, wall, steady, expected, parted) => {
  const reading = { wall: anchor.at.wall + wall, steady: anchor.at.steady + steady };
  expect(hubNow(anchor, reading)).toBe(expected);
  expect(clocksParted(anchor, reading)).toBe(parted);
});
