import { millis } from "@baton/shared/base/duration.ts";
import { expect, test } from "vitest";
import type { RouterEvent } from "../../core/vrrp/event.ts";
import { step } from "../../core/vrrp/step.ts";
import { instance } from "./integration/vrrp-process.ts";
import { advertPackets } from "./packets.ts";
import { Reception } from "./reception.ts";
import { createRouter, lastHeardAt } from "./router.ts";

const PEER = "192.168.1.11";
const config = instance({ name: "VI_1", version: 3, authentication: null, advertInterval: millis(100) });

const advertOf = (priority: number, source = PEER): Uint8Array =>
  advertPackets(createRouter(config, 0, 0), priority, source)[0]?.packet ?? new Uint8Array();

/** A backup that is told what the reception delivers, as the stepper does it. */
const rig = (recording = false) => {
  const router = createRouter(config, 0, 0);
  const told: (readonly [at: number, priority: number])[] = [];
  const tell = (event: RouterEvent): void => {
    if (event.type === "advert") told.push([event.at, event.advert.priority]);
    router.state = step(router.params, router.state, event).state;
  };
  const recorder = { taken: () => {}, close: () => Promise.resolve() };
  const deps = {
    clock: { monotonic: () => 0, wall: () => 0 },
    event: () => {},
    log: () => {},
    ...(recording ? { recorder } : {}),
  };
  const reception = new Reception(deps, new Map([["VI_1", router]]), (_, event) => tell(event));
  reception.index();
  tell({ type: "start", at: 0, link: { usable: true, address: "192.168.1.2" } });
  const hear = (at: number, priority = 200, source = PEER): void =>
    reception.receive("eth0", advertOf(priority, source), at);
  return { router, reception, told, tell, hear };
};

const downAt = ({ router }: ReturnType<typeof rig>): number =>
  router.state.phase.name === "backup" ? router.state.phase.masterDownAt : Number.NaN;

test("a master that repeats itself is told once, and the last time again when somebody asks", () => {
  const { told, hear, reception, router, ...rest } = rig();
  for (const at of [10, 110, 210, 310]) hear(at);
  expect(told).toEqual([[10, 200]]);
  expect(lastHeardAt(router)).toBe(310);
  reception.settleAll();
  reception.settleAll();
  expect(told).toEqual([
    [10, 200],
    [310, 200],
  ]);
  expect(downAt({ told, hear, reception, router, ...rest })).toBeCloseTo(310 + 300 + (100 * (256 - 100)) / 256);
});

test("what says something else is told at once, after what came before it", () => {
  const { told, hear } = rig();
  hear(10);
  hear(110);
  hear(120, 0);
  hear(121, 150, "192.168.1.12");
  expect(told).toEqual([
    [10, 200],
    [110, 200],
    [120, 0],
    [121, 150],
  ]);
});

test("after another event it is told anew", () => {
  const { told, hear, tell } = rig();
  hear(10);
  tell({ type: "adjust", at: 20, adjustment: 5, cause: "x" });
  hear(110);
  hear(210);
  expect(told).toEqual([
    [10, 200],
    [110, 200],
  ]);
});

test("a recording has every advert", () => {
  const { told, hear } = rig(true);
  for (const at of [10, 110, 210]) hear(at);
  expect(told.map(([at]) => at)).toEqual([10, 110, 210]);
});

test("an interface is calm while all that hear there are backup", () => {
  const { reception, tell } = rig();
  expect(reception.isCalm("eth0")).toBe(true);
  tell({ type: "tick", at: 5000 });
  expect(reception.isCalm("eth0")).toBe(false);
});
