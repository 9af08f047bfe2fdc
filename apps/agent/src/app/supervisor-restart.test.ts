import { expect, test } from "vitest";
import { afterDeath, CLEAN_RECORD, POLICY } from "./supervisor-restart.ts";

const delays = (name: keyof typeof POLICY, lives: readonly number[]): number[] => {
  let record = CLEAN_RECORD;
  return lives.map((livedMs) => {
    const next = afterDeath(record, POLICY[name], livedMs, 0);
    record = next.record;
    return next.delayMs;
  });
};

test("vrrp comes back at once, and even in a crash loop within two seconds", () => {
  expect(delays("vrrp", [60_000])).toEqual([0]);
  expect(delays("vrrp", [5, 5, 5, 5, 5, 5, 5, 5, 5])).toEqual([0, 100, 200, 400, 800, 1600, 2000, 2000, 2000]);
});

test("the others wait longer each time, up to their limit", () => {
  expect(delays("services", [5, 5, 5, 5])).toEqual([100, 200, 400, 800]);
  expect(delays("uplink", new Array<number>(12).fill(5)).at(-1)).toBe(30_000);
});

test("a long life is forgiven, a short one is not", () => {
  expect(delays("services", [5, 5, 30_000, 5])).toEqual([100, 200, 100, 200]);
  expect(delays("services", [5, 5, 29_999])).toEqual([100, 200, 400]);
});

test("randomness takes off a fifth at most and restarts are counted for ever", () => {
  const { record, delayMs } = afterDeath({ deaths: 0, restarts: 41 }, POLICY.services, 0, 0.999_999);
  expect(delayMs).toBe(80);
  expect(record).toEqual({ deaths: 1, restarts: 42 });
});
