import { expect, test } from "vitest";
import { durationOf, longestOutage, longestPause, sinceLastAdvert } from "./outage.ts";

/** One request for each mark, 2 ms apart: "." answered, "x" lost. */
const requests = (marks: string) => [...marks].map((mark, i) => ({ at: 2 * i, answered: mark === "." }));

test.each([
  ["", 0],
  ["....", 0],
  ["..x...", 4],
  [".x...xxx.", 8],
  ["xx..xx", 0],
])("%s: %d ms", (marks, expected) => {
  expect(durationOf(longestOutage(requests(marks)))).toBe(expected);
});

test("a client that is late asks nothing, and loses nothing; how late it was is told apart", () => {
  const late = [0, 2, 72, 74].map((at) => ({ at, answered: true }));
  expect(longestOutage(late)).toBeNull();
  expect(longestPause(late)).toBe(70);
});

test("the wait counts from the last advert of the master that was lost, cut off a moment later or before its next one", () => {
  const outage = { from: 3100, to: 6700 };
  const heard = (at: number, source = "10.0.0.2") => ({ at, source });
  expect(sinceLastAdvert(outage, [heard(2000), heard(3000), heard(6690, "10.0.0.3")])).toBe(3700);
  // Its last words came when its addresses were gone already.
  expect(sinceLastAdvert(outage, [heard(2000), heard(3000), heard(3101), heard(6690, "10.0.0.3")])).toBe(3599);
  expect(sinceLastAdvert(outage, [heard(6690, "10.0.0.3")])).toBeNull();
});
