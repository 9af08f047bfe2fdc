import { masterRouter, realServer, virtualRouter, virtualServer } from "@baton/shared/contract/test-facts.ts";
import { expect, test } from "vitest";
import { fleetOf, healthyFleet, NOW, node } from "../../testing/fleet.ts";
import { directors } from "./directors.ts";
import { services } from "./services.ts";
import { virtualRouters } from "./virtual-routers.ts";

const stale = { confirmedAt: NOW - 10_000 };

test.each([
  ["one", healthyFleet(), { verdict: "one", holders: ["lvs1"], unheard: [] }],
  [
    "several",
    fleetOf(node("lvs1", [masterRouter()]), node("lvs2", [masterRouter()])),
    { verdict: "several", holders: ["lvs1", "lvs2"], unheard: [] },
  ],
  [
    "nobody",
    fleetOf(node("lvs1", [virtualRouter()]), node("lvs2", [virtualRouter()])),
    { verdict: "nobody", holders: [], unheard: [] },
  ],
  [
    "unknown",
    fleetOf(node("lvs1", [masterRouter()], stale), node("lvs2", [virtualRouter()])),
    { verdict: "unknown", holders: [], unheard: ["lvs1"] },
  ],
  [
    "one, with a word missing",
    fleetOf(node("lvs1", [masterRouter()], { connected: false }), node("lvs2", [masterRouter()])),
    { verdict: "one", holders: ["lvs2"], unheard: ["lvs1"] },
  ],
])("the owner is %s", (_name, fleet, owner) => {
  expect(virtualRouters(fleet, NOW)).toMatchObject([{ instance: "VI_1", vrid: 51, owner }]);
});

test("instants are turned into hub time", () => {
  const fleet = fleetOf(node("lvs1", [masterRouter({ since: 500 })], { clockOffsetMs: 250, confirmedAt: NOW - 250 }));
  expect(virtualRouters(fleet, NOW)[0]?.members).toMatchObject([
    { since: 750, freshness: { state: "fresh", confirmedAt: NOW } },
  ]);
  expect(directors(fleet)[0]?.confirmed).toEqual({ vrrp: NOW, services: NOW });
});

test("a service is shown as each director's kernel has it", () => {
  const fleet = fleetOf(
    node("lvs1", [virtualServer(), realServer("192.168.1.5"), realServer("192.168.1.6")]),
    node("lvs2", [virtualServer({ inTable: false })], stale),
  );
  expect(services(fleet, NOW)).toMatchObject([
    {
      key: "TCP 192.168.1.100:3306",
      directors: [
        {
          node: "lvs1",
          inTable: true,
          realServers: [{ address: "192.168.1.5", weight: 3 }, { address: "192.168.1.6" }],
        },
        { node: "lvs2", inTable: false, freshness: { state: "unknown" }, realServers: [] },
      ],
    },
  ]);
});

test("a mismatch between the directors is named", () => {
  const refusals = [{ reason: "auth-data", from: "192.168.1.2", detail: "wrong password", at: NOW }];
  const fleet = fleetOf(
    node("lvs1", [masterRouter({ advertIntervalMs: 100 })]),
    node("lvs2", [virtualRouter({ refusals, refusedAdverts: { "auth-data": 3 } })]),
  );
  expect(virtualRouters(fleet, NOW)[0]).toMatchObject({
    warnings: [
      { type: "differs", setting: "interval" },
      { type: "refuses", reason: "auth-data", node: "lvs2", count: 3 },
    ],
    members: [{ refusedAdverts: {} }, { refusedAdverts: { "auth-data": 3 } }],
  });
});

test("the kernel's counters are passed on", () => {
  const traffic = { connections: 12, inPackets: 900, outPackets: 0, inBytes: 3_440_000, outBytes: 0 };
  const facts = [virtualServer({ traffic }), realServer("192.168.1.5", { traffic })];
  const [service] = services(fleetOf(node("lvs1", facts)), NOW);
  expect(service?.directors).toMatchObject([{ traffic, realServers: [{ traffic }] }]);
});
