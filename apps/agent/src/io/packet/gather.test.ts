import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createGather } from "./gather.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** `waiting`: packets that come between two looks while the socket is paused. */
const rig = (waiting = () => 0) => {
  let at = 0;
  let count = 0;
  const calls: string[] = [];
  const gather = createGather({
    now: () => at,
    pause: () => calls.push("pause"),
    resume: () => calls.push("resume"),
    read: () => {
      calls.push("read");
      count += waiting();
    },
    count: () => count,
    patience: () => 4,
  });
  const wakeEvery = (ms: number, times: number): void => {
    for (let i = 0; i < times; i++) {
      at += ms;
      count++;
      gather.woke();
    }
  };
  const pass = (ms: number): void => {
    for (let passed = 0; passed < ms; passed++) {
      at++;
      vi.advanceTimersByTime(1);
    }
  };
  return { gather, calls, wakeEvery, pass };
};

test("a few adverts are each heard at once", () => {
  const { calls, wakeEvery } = rig();
  wakeEvery(10, 100);
  expect(calls).toEqual([]);
});

test("many are left to gather, and the timer alone reads", () => {
  const { calls, wakeEvery, pass } = rig(() => 1);
  wakeEvery(1, 100);
  expect(calls).toEqual(["pause"]);
  pass(1000);
  expect(calls).toEqual(["pause", ...Array.from({ length: 250 }, () => "read")]);
});

test("once they are few, each is heard at once again", () => {
  let waiting = 1;
  const { calls, wakeEvery, pass } = rig(() => waiting);
  wakeEvery(1, 100);
  pass(100);
  waiting = 0;
  pass(200);
  expect(calls.at(-1)).toBe("resume");
  calls.length = 0;
  pass(100);
  wakeEvery(50, 10);
  expect(calls).toEqual([]);
});

test("closed while gathering, nothing is read nor resumed", () => {
  const { gather, calls, wakeEvery, pass } = rig();
  wakeEvery(1, 100);
  gather.close();
  pass(300);
  expect(calls).toEqual(["pause"]);
});

test("closed by what is read, nothing follows", () => {
  const { gather, calls, wakeEvery, pass } = rig(() => {
    gather.close();
    return 0;
  });
  wakeEvery(1, 100);
  pass(300);
  expect(calls).toEqual(["pause", "read"]);
});
