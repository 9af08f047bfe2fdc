import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { step } from "../../core/vrrp/step.ts";
import { instance } from "./integration/vrrp-process.ts";
import { createRouter } from "./router.ts";
import { WakeUps } from "./wake-ups.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** One router; the clock goes on a little whenever it is looked at. */
const rig = (events: Parameters<typeof step>[2][], startAt: number) => {
  const router = createRouter(instance({}), 0, 0);
  for (const event of events) router.state = step(router.params, router.state, event).state;
  const ticks: number[] = [];
  const order: string[] = [];
  const clock = { at: startAt };
  const wakeUps = new WakeUps({
    now: () => {
      clock.at += 0.01;
      return clock.at;
    },
    log: () => {},
    routers: new Map([["VI_1", router]]),
    listen: () => order.push("listen"),
    settle: () => order.push("settle"),
    together: (work) => work(),
    alsoAt: () => Number.POSITIVE_INFINITY,
    onWake: () => {},
    tick: (_, at) => {
      order.push("tick");
      ticks.push(at);
      wakeUps.close();
    },
  });
  return { wakeUps, ticks, order, clock };
};

const START = { type: "start", at: 0, link: { usable: true, address: "192.168.1.2" } } as const;
const DOWN_AT = 3609.375;

test("a backup is awake before its timer ends, reads its sockets, and acts on time", () => {
  const { wakeUps, ticks, order, clock } = rig([START], 0);
  wakeUps.rearm();
  clock.at = DOWN_AT - 1.2;
  vi.runOnlyPendingTimers();
  expect(order).toEqual(["listen", "settle", "tick"]);
  expect(ticks[0]).toBeGreaterThanOrEqual(DOWN_AT);
  expect(ticks[0]).toBeLessThan(DOWN_AT + 0.1);
});

test("a master on time has nothing to hear first; one that overslept has", () => {
  const master = [START, { type: "tick", at: DOWN_AT } as const];
  for (const [late, expected] of [
    [0.5, ["settle", "tick"]],
    [1000, ["listen", "settle", "tick"]],
  ] as const) {
    const { wakeUps, order, clock } = rig(master, DOWN_AT);
    wakeUps.rearm();
    clock.at = DOWN_AT + 1000 + late;
    vi.runOnlyPendingTimers();
    expect(order).toEqual(expected);
  }
});
