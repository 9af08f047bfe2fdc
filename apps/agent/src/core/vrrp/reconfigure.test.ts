import { millis } from "@baton/shared/base/duration.ts";
import { expect, test } from "vitest";
import { nextDeadline } from "./next-deadline.ts";
import type { RouterParams } from "./params.ts";
import { canReconfigure, reconfigure } from "./reconfigure.ts";
import { initialState, step } from "./step.ts";
import { testParams } from "./testing/params.ts";

const UP = { usable: true, address: "192.168.1.5" } as const;
const OLD = testParams();
const backup = step(OLD, initialState(OLD, 0), { type: "start", at: 0, link: UP }).state;
/** Since 3610; its next advert is due at 4610. */
const master = step(OLD, backup, { type: "tick", at: 3610 }).state;

const change = (what: Partial<RouterParams>) => testParams(what);

test.each<[string, Partial<RouterParams>, readonly string[], number]>([
  ["nothing", {}, [], 4610],
  ["only what is not said", { preempt: false, downTimerAdverts: 5 }, [], 4610],
  ["the priority", { priority: 50 }, ["priority-changed", "send-advert"], 5000],
  ["the interval", { advertInterval: millis(2000) }, ["send-advert"], 6000],
  ["an address more", { addresses: ["192.168.1.100", "192.168.1.101"] }, ["send-advert"], 5000],
  ["the password", { authType: 1, authData: new Uint8Array(8).fill(49) }, ["send-advert"], 5000],
  ["the peers", { unicastPeers: ["192.168.1.11"] }, ["send-advert"], 5000],
])("a master is told anew: %s", (_, what, actions, deadline) => {
  const taken = reconfigure(OLD, change(what), master, 4000);
  expect(taken.actions.map(({ type }) => type)).toEqual(actions);
  expect(taken.state.phase).toMatchObject({ name: "master", since: 3610 });
  expect(nextDeadline(taken.state)).toBe(deadline);
});

test("a master's refresh of gratuitous ARP begins and ends with the configuration", () => {
  const refreshing = change({ garp: { ...OLD.garp, refresh: millis(700) } });
  const on = reconfigure(OLD, refreshing, master, 4000);
  expect(on.state.phase).toMatchObject({ refreshGarpAt: 4700, advertAt: 4610 });
  expect(reconfigure(refreshing, OLD, on.state, 4100).state.phase).toMatchObject({ refreshGarpAt: null });
});

test("a takeover in force outlives a new priority", () => {
  const taken = step(OLD, backup, { type: "takeover", at: 100, leaseMs: 9000, requestedBy: "ann" }).state;
  const { actions, state } = reconfigure(OLD, change({ priority: 50 }), taken, 200);
  expect(actions.at(-1)).toEqual({ type: "send-advert", priority: 254 });
  expect(state.phase).toMatchObject({ takeoverUntil: 9100 });
});

test.each<[string, Partial<RouterParams>, number]>([
  ["nothing of its timer", { addresses: ["192.168.1.101"], preempt: false }, 3609.375],
  ["the priority", { priority: 200 }, 1000 + 3000 + 218.75],
  ["the interval", { advertInterval: millis(2000) }, 1000 + 6000 + 609.375],
  ["the adverts to miss", { downTimerAdverts: 5 }, 1000 + 5000 + 609.375],
])("a backup is told anew: %s", (_, what, deadline) => {
  const taken = reconfigure(OLD, change(what), backup, 1000);
  expect(taken.state.phase.name).toBe("backup");
  expect(nextDeadline(taken.state)).toBe(deadline);
});

test("a version 3 backup goes on living by the master's interval", () => {
  const old = testParams({ version: 3, advertInterval: millis(100) });
  const start = step(old, initialState(old, 0), { type: "start", at: 0, link: UP }).state;
  const advert = {
    version: 3,
    virtualRouterId: 51,
    priority: 200,
    interval: millis(50),
    addresses: OLD.addresses,
  } as const;
  const heard = step(old, start, { type: "advert", at: 10, from: "192.168.1.11", advert }).state;
  const taken = reconfigure(old, { ...old, advertInterval: millis(1000) }, heard, 20);
  expect(nextDeadline(taken.state)).toBe(nextDeadline(heard));
});

test("in fault and before the start nothing is sent", () => {
  const fault = step(OLD, backup, { type: "link", at: 5, link: { usable: false, problem: "eth0 is down" } }).state;
  expect(reconfigure(OLD, change({ advertInterval: millis(2000) }), fault, 10)).toEqual({
    state: { ...fault, masterInterval: 2000 },
    actions: [],
  });
});

test.each<[string, Partial<RouterParams>, boolean]>([
  ["priority", { priority: 1 }, true],
  ["to owner", { priority: 255 }, false],
  ["VRID", { virtualRouterId: 52 }, false],
  ["version", { version: 3 }, false],
  ["family", { family: "inet6" }, false],
])("in place: %s", (_, what, possible) => {
  expect(canReconfigure(OLD, change(what))).toBe(possible);
});
