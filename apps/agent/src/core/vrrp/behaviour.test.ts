import { millis } from "@baton/shared/base/duration.ts";
import { expect, test } from "vitest";
import { refusalOf } from "./accept-advert.ts";
import type { AdvertV2 } from "./advert.ts";
import type { RouterEvent } from "./event.ts";
import type { RouterParams } from "./params.ts";
import { initialState, step } from "./step.ts";
import { testParams } from "./testing/params.ts";

/** What the keywords that depart from the RFCs change, and what they leave. */

const OTHER = "192.168.1.11";
const advert = (priority: number, addresses = ["192.168.1.100"]): AdvertV2 => ({
  version: 2,
  virtualRouterId: 51,
  priority,
  interval: millis(1000),
  addresses,
  authType: 0,
  authData: new Uint8Array(8),
});
const hear = (priority: number, at: number): RouterEvent => ({
  type: "advert",
  at,
  from: OTHER,
  advert: advert(priority),
});

/** A master of 10 s hears the advert: what it does. */
const answer = (params: Partial<RouterParams>, priority: number): string[] => {
  const all = testParams(params);
  let state = initialState(all, 0);
  const start: RouterEvent = { type: "start", at: 0, link: { usable: true, address: "192.168.1.5" } };
  for (const event of [start, { type: "tick", at: 10_000 } as const]) state = step(all, state, event).state;
  return step(all, state, hear(priority, 10_500)).actions.map((action) =>
    action.type === "send-advert" ? `advert ${action.priority}` : action.type,
  );
};

const YIELDS = ["remove-addresses", "transition"];
const rows: [what: string, params: Partial<RouterParams>, heard: number, does: string[]][] = [
  ["usually a weaker master is answered", {}, 50, ["heard-weaker", "advert 100", "send-garp"]],
  ["lower_prio_no_advert", { silentToWeaker: true }, 50, ["heard-weaker", "send-garp"]],
  ["lower_prio_no_advert and priority 0", { silentToWeaker: true }, 0, ["advert 100"]],
  ["usually nothing is said before yielding", {}, 150, YIELDS],
  ["higher_prio_send_advert", { advertBeforeYield: true }, 150, ["advert 100", ...YIELDS]],
  ["usually an owner hears another owner", { priority: 255 }, 255, ["warn", ...YIELDS]],
  ["owner_ignore_adverts", { priority: 255, deafAsOwner: true }, 255, []],
  ["owner_ignore_adverts of no owner", { deafAsOwner: true }, 150, YIELDS],
];

test.each(rows)("%s", (_, params, heard, does) => {
  const same = heard === 255 ? { priority: 255 } : {};
  expect(answer({ ...params, ...same }, heard)).toEqual(does);
});

test("skip_check_adv_addr spares a known sender the comparison of addresses, and nothing else", () => {
  const other = advert(100, ["192.168.1.101"]);
  expect(refusalOf(testParams(), other)?.reason).toBe("addresses");
  expect(refusalOf(testParams(), other, true)).toBeNull();
  expect(refusalOf(testParams(), { ...other, interval: millis(2000) }, true)?.reason).toBe("interval");
});

test("timer_expired_backup: longer asleep than the peer of that priority waits, and it is backup, with its whole wait", () => {
  const params = testParams({ stallPeerPriority: 56 });
  let state = initialState(params, 0);
  const start: RouterEvent = { type: "start", at: 0, link: { usable: true, address: "192.168.1.5" } };
  for (const event of [start, { type: "tick", at: 10_000 } as const]) state = step(params, state, event).state;
  // Three intervals and 200/256 of a second.
  const peerWaits = 10_000 + 3781.25;
  const inTime = step(params, state, { type: "tick", at: peerWaits });
  expect(inTime.actions.map(({ type }) => type)).toEqual(["send-advert"]);
  const { state: after, actions } = step(params, state, { type: "tick", at: peerWaits + 1 });
  expect(actions.map(({ type }) => type)).toEqual(["remove-addresses", "transition"]);
  expect(after.phase).toMatchObject({ name: "backup", masterDownAt: peerWaits + 1 + 3609.375 });
});
