import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createGather } from "./gather.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const rig = () => {
  let at = 0;
  const calls: string[] = [];
  const gather = createGather({ now: () => at, pause: () => calls.push("pause"), resume: () => calls.push("resume") });
  const wakeEvery = (ms: number, times: number): void => {
    for (let i = 0; i < times; i++) {
      at += ms;
      gather.woke();
    }
  };
  return { gather, calls, wakeEvery };
};

test("a few adverts are each heard at once", () => {
  const { calls, wakeEvery } = rig();
  wakeEvery(10, 100);
  expect(calls).toEqual([]);
});

test("many are left to gather for a moment, and no longer once they are few", () => {
  const { calls, wakeEvery } = rig();
  wakeEvery(1, 102);
  expect(calls).toEqual(["pause"]);
  vi.advanceTimersByTime(4);
  expect(calls).toEqual(["pause", "resume"]);
  wakeEvery(300, 1);
  calls.length = 0;
  wakeEvery(50, 10);
  expect(calls).toEqual([]);
});

test("closed in the middle of a pause, nothing is resumed", () => {
  const { gather, calls, wakeEvery } = rig();
  wakeEvery(1, 102);
  gather.close();
  vi.advanceTimersByTime(100);
  expect(calls).toEqual(["pause"]);
});
