import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { HubSignal } from "./hub-socket.ts";
import { createLiveStore } from "./live-store.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const open = () => {
  const clock = { wall: 1_000_000, steady: 0 };
  const seen = { resyncs: 0, closed: 0 };
  let say: (signal: HubSignal) => void = () => undefined;
  const store = createLiveStore({
    connect: (onSignal) => {
      say = onSignal;
      return {
        resync: () => {
          seen.resyncs += 1;
        },
        close: () => {
          seen.closed += 1;
        },
      };
    },
    readClock: () => ({ ...clock }),
  });
  store.start();
  return { store, clock, seen, say: (signal: HubSignal) => say(signal) };
};

const picture = (hubTime: number): HubSignal => ({ type: "picture", picture: { hubTime, nodes: [], drill: null } });

test("the hub's clock counts, from the picture on", () => {
  const { store, clock, say } = open();
  expect(store.now()).toBe(1_000_000);
  say(picture(5_000_000));
  clock.wall += 1500;
  clock.steady += 1500;
  expect(store.now()).toBe(5_001_500);
});

test("a burst of signals is told once", () => {
  const { store, say } = open();
  const told = vi.fn();
  store.subscribe(told);
  for (let index = 0; index < 10; index += 1) say(picture(index));
  expect(told).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(told).toHaveBeenCalledOnce();
  expect(store.state().pictures).toBe(10);
});

test("what can't be understood, or clocks that parted, ask for a new picture", () => {
  const { say, clock, seen } = open();
  say(picture(0));
  say({ type: "malformed" });
  expect(seen.resyncs).toBe(1);
  say(picture(0));
  clock.wall += 60_000;
  say({ type: "lost" });
  expect(seen.resyncs).toBe(2);
});

test("stopping closes the connection and forgets everything", () => {
  const { store, say, seen } = open();
  const told = vi.fn();
  store.subscribe(told);
  say(picture(0));
  store.stop();
  vi.advanceTimersByTime(1000);
  expect(seen.closed).toBe(1);
  expect(told).not.toHaveBeenCalled();
  expect(store.state().link).toEqual({ state: "connecting" });
});
