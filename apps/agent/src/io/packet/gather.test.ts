import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createGather } from "./gather.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** `waiting`: packets that come between two looks while the socket is paused. */
const rig = (waiting = () => 0, mayPause = true) => {
  let at = 0;
  let count = 0;
  const calls: string[] = [];
  const gather = createGather({
    now: () => at,
    pause: () => {
      calls.push("pause");
      return mayPause;
    },
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
  const { calls, wakeEvery, pass } = rig(() => 4);
  wakeEvery(1, 100);
  expect(calls).toEqual(["pause"]);
  pass(1000);
  expect(calls).toEqual(["pause", ...Array.from({ length: 250 }, () => "read")]);
});

test("once they are few, each is heard at once again", () => {
  let waiting = 4;
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

test("where one reading would find but one or two, each is heard at once", () => {
  const { calls, wakeEvery } = rig();
  wakeEvery(2, 100);
  expect(calls).toEqual([]);
});

test("what must not wait ends the gathering at once, and it begins anew when many go on coming", () => {
  const { gather, calls, wakeEvery } = rig(() => 4);
  gather.hurry();
  expect(calls).toEqual([]);
  wakeEvery(1, 100);
  gather.hurry();
  vi.advanceTimersByTime(50);
  expect(calls).toEqual(["pause", "resume"]);
  wakeEvery(1, 100);
  expect(calls).toEqual(["pause", "resume", "pause"]);
});

test("where it can't be left to gather, the socket goes on waking this up", () => {
  const { calls, wakeEvery, pass } = rig(() => 4, false);
  wakeEvery(1, 100);
  pass(50);
  expect(calls).toEqual(["pause"]);
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
