import { expect, test } from "vitest";
import { longestOutage, longestPause } from "./outage.ts";

/** One request for each mark, 2 ms apart: "." answered, "x" lost. */
const requests = (marks: string) => [...marks].map((mark, i) => ({ at: 2 * i, answered: mark === "." }));

test.each([
  ["", 0],
  ["....", 0],
  ["..x...", 4],
  [".x...xxx.", 8],
  ["xx..xx", 0],
])("%s: %d ms", (marks, expected) => {
  expect(longestOutage(requests(marks))).toBe(expected);
});

test("a client that is late asks nothing, and loses nothing; how late it was is told apart", () => {
  const late = [0, 2, 72, 74].map((at) => ({ at, answered: true }));
  expect(longestOutage(late)).toBe(0);
  expect(longestPause(late)).toBe(70);
});
