import { expect, test } from "vitest";
import { longestGap } from "./gaps.ts";

const at = (...ends: number[]) => ends.map((end) => ({ start: end - 1, end }));

test.each([
  ["nothing succeeded", at(), 100, null],
  ["one success, then silence to the end", at(10), 100, { from: 10, to: 100, ms: 90 }],
  ["the hole in the middle", at(10, 20, 320, 330), 335, { from: 20, to: 320, ms: 300 }],
  ["answers that overtake each other", at(320, 10, 330, 20), 335, { from: 20, to: 320, ms: 300 }],
  ["never back", at(10, 20, 30), 5000, { from: 30, to: 5000, ms: 4970 }],
])("%s", (_, successes, until, expected) => {
  expect(longestGap(successes, until)).toEqual(expected);
});
