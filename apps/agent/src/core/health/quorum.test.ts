import { expect, test } from "vitest";
import { stepQuorum } from "./quorum.ts";

test.each([
  // has, live weight, quorum, hysteresis -> has
  [true, 6, 1, 0, true],
  [true, 0, 1, 0, false],
  [true, 0, 0, 0, false],
  [true, 1, 1, 5, true],
  [true, 4, 5, 2, true],
  [true, 3, 5, 2, true],
  [true, 2, 5, 2, false],
  [false, 5, 5, 2, false],
  [false, 6, 5, 2, false],
  [false, 7, 5, 2, true],
  [false, 0, 0, 0, false],
  [false, 1, 1, 0, true],
])("has %s, weight %i, quorum %i, hysteresis %i: %s", (has, weight, quorum, hysteresis, expected) => {
  expect(stepQuorum(has, weight, { quorum, hysteresis })).toBe(expected);
});
