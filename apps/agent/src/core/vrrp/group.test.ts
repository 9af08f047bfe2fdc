import { expect, test } from "vitest";
import type { RouterEvent } from "./event.ts";
import { mayBecomeMaster, obeys, orderAfter } from "./group.ts";
import { nextDeadline } from "./next-deadline.ts";
import { initialState, step } from "./step.ts";
import { testParams } from "./testing/params.ts";

const PARAMS = testParams();
const UP = { usable: true, address: "192.168.1.5" } as const;
const after = (...events: readonly RouterEvent[]) =>
  events.reduce((state, event) => step(PARAMS, state, event).state, initialState(PARAMS, 0));
const START: RouterEvent = { type: "start", at: 0, link: UP };
const group = (order: "wait" | "master" | "backup", at: number): RouterEvent => ({
  type: "group",
  at,
  order,
  group: "G",
});

const initial = after();
const backup = after(START);
const waiting = after(START, group("wait", 3610));
const master = after(START, { type: "tick", at: 3610 });
const fault = after(START, { type: "link", at: 1, link: { usable: false, problem: "eth0 is down" } });

test.each([
  ["no other member", [], 0, true],
  ["a backup whose timer runs", [backup], 3609, false],
  ["a backup whose timer ended too", [backup], 3610, true],
  ["a backup that waits already", [waiting], 3611, true],
  ["a master", [master], 0, true],
  ["a member in fault", [master, fault], 0, false],
  ["a member that has not started", [initial], 9999, false],
])("beside %s", (_, others, at, allowed) => {
  expect(mayBecomeMaster(others, at)).toBe(allowed);
});

test.each([
  ["backup", "master", "master"],
  ["master", "backup", "backup"],
  ["initialize", "backup", null],
  ["master", "fault", null],
  ["master", "initialize", null],
] as const)("%s to %s tells the others %s", (from, to, order) => {
  expect(orderAfter(from, to)).toBe(order);
});

test("an order is for those whom it moves", () => {
  const all = [initial, backup, waiting, master, fault];
  expect(all.map((state) => obeys("master", state))).toEqual([false, true, true, false, false]);
  expect(all.map((state) => obeys("backup", state))).toEqual([false, false, false, true, false]);
});

test("waiting starts a whole new wait, which a stronger master's advert ends", () => {
  expect(nextDeadline(waiting)).toBe(3610 + 3609.375);
  const advert = {
    version: 2 as const,
    virtualRouterId: 51,
    priority: 200,
    interval: PARAMS.advertInterval,
    addresses: PARAMS.addresses,
    authType: 0,
    authData: new Uint8Array(8),
  };
  const heard = step(PARAMS, waiting, { type: "advert", at: 4000, from: "192.168.1.11", advert }).state;
  expect(heard.phase).toMatchObject({ name: "backup", wants: false });
});

test("an order to become master, and to become backup without a word", () => {
  const up = step(PARAMS, backup, group("master", 100));
  expect(up.actions.map(({ type }) => type)).toEqual(["transition", "send-advert", "add-addresses", "send-garp"]);
  expect(up.actions[0]).toMatchObject({ cause: "sync group G became master" });
  const down = step(PARAMS, master, group("backup", 5000));
  expect(down.actions.map(({ type }) => type)).toEqual(["remove-addresses", "transition"]);
  expect(nextDeadline(down.state)).toBe(5000 + 3609.375);
});

test("orders out of place change nothing", () => {
  for (const [state, order] of [
    [master, "master"],
    [master, "wait"],
    [backup, "backup"],
    [fault, "master"],
    [initial, "backup"],
  ] as const)
    expect(step(PARAMS, state, group(order, 9000))).toEqual({ state, actions: [] });
});
