import { expect, test } from "vitest";
import { latencyBars } from "./latency.ts";

const counts = (...values: number[]) => values.map((count, index) => ({ upToMs: index + 1, count }));

test.each([
  ["nothing measured", counts(), []],
  ["no success", counts(0, 0), []],
  ["empty ends are cut, holes inside stay", counts(0, 5, 0, 1, 0), [2, 3, 4]],
])("%s", (_, latency, expected) => {
  expect(latencyBars(latency).map(({ upToMs }) => upToMs)).toEqual(expected);
});

test("the tallest bar is full, an empty one has no height, a rare one stays visible", () => {
  const [tall, none, rare] = latencyBars(counts(10_000, 0, 1));
  expect([tall?.height, none?.height]).toEqual([1, 0]);
  expect(rare?.height).toBeGreaterThan(0.05);
});
