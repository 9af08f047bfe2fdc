import { realServer } from "@baton/shared/contract/test-facts.ts";
import { expect, test } from "vitest";
import { fleetOf, NOW, node } from "../../testing/fleet.ts";
import { commandFor, compared, directorsFor, type WeightWish } from "./wish.ts";

const drain: WeightWish = {
  virtualServer: "TCP 192.168.1.100:3306",
  realServer: "192.168.1.5:3306",
  reason: "upgrade",
  override: { weight: 0, forSeconds: null, force: false },
};
const restore: WeightWish = { ...drain, override: null };
const by = (weight: number) => ({ weight, requestedBy: "ann", reason: "upgrade", until: null });

test("every director that reports the server is asked, unless some are named", () => {
  const facts = [realServer("192.168.1.5")];
  const fleet = fleetOf(node("lvs1", facts), node("lvs2", facts, { connected: false }), node("client", []));
  const names = (wish: WeightWish) => directorsFor(fleet, wish).map(({ name }) => name);
  expect(names(drain)).toEqual(["lvs1", "lvs2"]);
  expect(names({ ...drain, nodes: ["lvs2", "client"] })).toEqual(["lvs2"]);
  expect(names({ ...drain, realServer: "192.168.1.7:3306" })).toEqual([]);
  expect(names({ ...drain, virtualServer: "TCP 192.168.1.101:3306" })).toEqual([]);
});

test("the end of an override is told by the director's own clock", () => {
  const wish = { ...drain, override: { weight: 1, forSeconds: 60, force: true } };
  const body = commandFor(wish, node("lvs1", [], { clockOffsetMs: -5_000 }), NOW);
  expect(body).toMatchObject({ kind: "weight", weight: 1, force: true, untilMs: NOW + 65_000 });
  expect(commandFor(restore, node("lvs1", []), NOW)).toMatchObject({ kind: "weight-restore" });
});

test.each<[string, WeightWish, Parameters<typeof realServer>[1], object]>([
  ["drained, and the kernel says so", drain, { weight: 0, overridden: by(0) }, { told: true, confirmed: true }],
  ["the kernel is behind", drain, { weight: 3, overridden: by(0) }, { told: true, confirmed: false }],
  ["out of the table", drain, { weight: null, overridden: by(0) }, { told: true, confirmed: false, weight: null }],
  ["another's weight", drain, { weight: 2, overridden: by(2) }, { told: false, confirmed: false }],
  ["nothing yet", drain, {}, { told: false, confirmed: false }],
  ["restored", restore, { weight: 3 }, { told: true, confirmed: true, weight: 3 }],
  ["restored and following lag", restore, { weight: 1, weightReason: "lag" }, { told: true, confirmed: true }],
  ["not restored", restore, { weight: 0, overridden: by(0) }, { told: false, confirmed: false }],
])("%s", (_, wish, changes, expected) => {
  expect(compared(realServer("192.168.1.5", changes), wish)).toMatchObject(expected);
});

test("a director that no longer reports the server proves nothing", () => {
  expect(compared(undefined, restore)).toEqual({ weight: null, told: false, confirmed: false });
});
