import { expect, test } from "vitest";
import { describeLag, latenessOf, NO_LAG, recordLag } from "./track-lag.ts";

test("each wake-up falls into one bucket, its bound belonging to the next", () => {
  const lags = [0, 0.9, 1, 4.9, 999.9, 1000, 5000];
  const histogram = lags.reduce(recordLag, NO_LAG);
  expect(histogram.counts).toEqual([2, 1, 1, 0, 0, 0, 0, 0, 0, 1, 2]);
  expect(describeLag(histogram)).toBe("<1 ms: 2, <2 ms: 1, <5 ms: 1, <1000 ms: 1, >=1000 ms: 2, longest 5000.0 ms");
  expect(latenessOf(histogram)).toEqual({
    longestMs: 5000,
    buckets: [
      { belowMs: 1, count: 2 },
      { belowMs: 2, count: 1 },
      { belowMs: 5, count: 1 },
      { belowMs: 1000, count: 1 },
      { belowMs: null, count: 2 },
    ],
  });
});

test("nothing yet", () => {
  expect(describeLag(NO_LAG)).toBe("longest 0.0 ms");
});
