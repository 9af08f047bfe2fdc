import { millis } from "@baton/shared/base/duration.ts";
import type { GarpSettings } from "@baton/shared/config/model.ts";
import { expect, test } from "vitest";
import type { RouterEvent } from "./event.ts";
import { nextDeadline } from "./next-deadline.ts";
import type { RouterParams } from "./params.ts";
import { reconfigure } from "./reconfigure.ts";
import { initialState, step } from "./step.ts";
import { testParams } from "./testing/params.ts";

const withExtra = (extra: GarpSettings["extra"]): RouterParams => {
  const { garp } = testParams();
  return testParams({ advertInterval: millis(4000), garp: { ...garp, ...(extra ? { extra } : {}) } });
};
const EXTRA = { every: millis(1500), interfaces: ["eth1"] };

/** A master since 20 s. */
const master = (params: RouterParams) => {
  const events: RouterEvent[] = [
    { type: "start", at: 0, link: { usable: true, address: "192.168.1.5" } },
    { type: "tick", at: 20_000 },
  ];
  return events.reduce((state, event) => step(params, state, event).state, initialState(params, 0));
};

test("a master announces on the other interfaces at its own beat, and a backup does not", () => {
  const params = withExtra(EXTRA);
  const state = master(params);
  expect(nextDeadline(state)).toBe(21_500);
  const first = step(params, state, { type: "tick", at: 21_503 });
  expect(first.actions).toEqual([{ type: "send-extra-garp" }]);
  expect(nextDeadline(first.state)).toBe(23_000);
  const late = step(params, first.state, { type: "tick", at: 24_600 });
  expect(late.actions.map(({ type }) => type)).toEqual(["send-advert", "send-extra-garp"]);
  expect(late.state.phase).toMatchObject({ extraGarpAt: 26_100 });
});

test("without garp_extra_if nothing waits for it, and a reload turns it on and off", () => {
  const [off, on] = [withExtra(undefined), withExtra(EXTRA)];
  const state = master(off);
  expect(state.phase).toMatchObject({ extraGarpAt: null });
  const turnedOn = reconfigure(off, on, state, 21_000);
  expect(turnedOn).toMatchObject({ state: { phase: { extraGarpAt: 22_500 } }, actions: [] });
  expect(reconfigure(on, off, turnedOn.state, 22_000).state.phase).toMatchObject({ extraGarpAt: null });
});
