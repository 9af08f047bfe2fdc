import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EarliestTimer } from "./earliest-timer.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

const start = () => {
  const rang: number[] = [];
  const timer = new EarliestTimer(
    () => Date.now(),
    () => rang.push(Date.now()),
  );
  return { timer, rang };
};

test("goes off once, at the earliest time asked for", () => {
  const { timer, rang } = start();
  for (const at of [300, 100, 200]) timer.ask(at);
  vi.advanceTimersByTime(1000);
  expect(rang).toEqual([100]);
});

test("goes off at once for a time that is over, and can be asked again", () => {
  const { timer, rang } = start();
  vi.advanceTimersByTime(50);
  timer.ask(10);
  vi.advanceTimersByTime(0);
  timer.ask(70);
  vi.advanceTimersByTime(100);
  expect(rang).toEqual([50, 70]);
});

test("goes off no more once it is cancelled", () => {
  const { timer, rang } = start();
  timer.ask(10);
  timer.cancel();
  vi.advanceTimersByTime(100);
  expect(rang).toEqual([]);
  timer.ask(200);
  vi.advanceTimersByTime(100);
  expect(rang).toEqual([200]);
});
