import { masterRouter, virtualRouter, virtualServer } from "@baton/shared/contract/test-facts.ts";
import { expect, test } from "vitest";
import { fleetOf, healthyFleet, NOW, node } from "../../testing/fleet.ts";
import type { Fleet, NodeState } from "../fleet/state.ts";
import { preflight } from "./preflight.ts";

const changed = (...nodes: NodeState[]): Fleet => new Map([...healthyFleet(), ...fleetOf(...nodes)]);
const without = (name: string): Fleet => new Map([...healthyFleet()].filter(([key]) => key !== name));
const takenOver = { takeover: { until: NOW + 5_000 } };

test("a healthy pair with a witness may go", () => {
  expect(preflight(healthyFleet(), "VI_1", false, NOW)).toEqual({
    from: "lvs1",
    to: "lvs2",
    witness: "client",
    target: { address: "192.168.1.100", port: 3306 },
    blockers: [],
  });
});

test.each<[string, Fleet, string[]]>([
  ["nobody speaks of it", fleetOf(), ["no-such-instance", "no-witness"]],
  ["both hold the VIP", changed(node("lvs2", [masterRouter(), virtualServer()])), ["several-owners", "no-backup"]],
  ["nobody holds the VIP", changed(node("lvs1", [virtualRouter(), virtualServer()])), ["no-owner"]],
  ["the owner is stale", changed(node("lvs1", [masterRouter()], { confirmedAt: NOW - 5_000 })), ["no-owner"]],
  ["the owner is gone", changed(node("lvs1", [masterRouter()], { connected: false })), ["no-owner"]],
  ["the backup is gone", without("lvs2"), ["no-backup"]],
  ["the backup is stale", changed(node("lvs2", [virtualRouter()], { confirmedAt: NOW - 5_000 })), ["no-backup"]],
  ["the backup is in fault", changed(node("lvs2", [virtualRouter({ state: "fault" })])), ["no-backup"]],
  ["the backup has an empty table", changed(node("lvs2", [virtualRouter()])), ["backup-not-serving"]],
  ["no witness", without("client"), ["no-witness"]],
  ["witness away", changed(node("client", [], { roles: ["witness"], connected: false })), ["no-witness"]],
  ["no service on the VIP", changed(node("lvs1", [masterRouter()])), ["no-target"]],
  [
    "a service on another address",
    changed(node("lvs1", [masterRouter(), virtualServer({ key: "TCP 192.168.1.101:3306" })])),
    ["no-target"],
  ],
  ["a takeover is in force", changed(node("lvs2", [virtualRouter(takenOver), virtualServer()])), ["taken-over"]],
])("%s", (_name, fleet, codes) => {
  const found = preflight(fleet, "VI_1", false, NOW);
  expect(found.blockers.map(({ code }) => code)).toEqual(codes.map((code) => `drill.${code}`));
});

test("another drill blocks, also a healthy pair", () => {
  expect(preflight(healthyFleet(), "VI_1", true, NOW).blockers).toMatchObject([{ code: "drill.running" }]);
});

test("a takeover that has run out blocks no more", () => {
  const past = node("lvs2", [virtualRouter({ takeover: { until: NOW - 1 } }), virtualServer()]);
  expect(preflight(changed(past), "VI_1", false, NOW).blockers).toEqual([]);
});

test("of two backups the one with the higher priority, of two witnesses the one that is no director", () => {
  const fleet = changed(
    node("lvs3", [virtualRouter({ effectivePriority: 95 }), virtualServer()], { roles: ["director", "witness"] }),
  );
  expect(preflight(fleet, "VI_1", false, NOW)).toMatchObject({ to: "lvs3", witness: "client" });
});

test("an IPv6 service is found by its bracketed key, an address by its prefix form", () => {
  const v6 = { addresses: ["2001:db8::100/64"], heldAddresses: ["2001:db8::100/64"] };
  const fleet = changed(node("lvs1", [masterRouter(v6), virtualServer({ key: "TCP [2001:db8::100]:3306" })]));
  expect(preflight(fleet, "VI_1", false, NOW).target).toEqual({ address: "2001:db8::100", port: 3306 });
});
