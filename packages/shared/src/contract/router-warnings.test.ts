import { expect, test } from "vitest";
import type { FactOf } from "./facts.ts";
import { applyChanges, EMPTY_PICTURE } from "./picture.ts";
import { routerWarnings } from "./router-warnings.ts";
import { masterRouter, virtualRouter } from "./test-facts.ts";
import type { WitnessNode } from "./vip-verdict.ts";

const NOW = 1_000_000;

const node = (name: string, fact: FactOf<"virtual-router">, confirmedAt = NOW, clockOffsetMs = 0): WitnessNode => ({
  name,
  connected: true,
  clockOffsetMs,
  picture: applyChanges(EMPTY_PICTURE, [
    { op: "set", fact },
    { op: "confirm", source: "vrrp", at: confirmedAt - clockOffsetMs },
  ]),
});

const refusing = (reason: string, at: number) =>
  virtualRouter({
    refusedAdverts: { [reason]: 12 },
    refusals: [{ reason, from: "192.168.1.2", detail: "what came", at }],
  });

test("a pair that agrees has none, whatever its priorities", () => {
  expect(routerWarnings([node("lvs1", masterRouter()), node("lvs2", virtualRouter())], "VI_1", NOW)).toEqual([]);
});

test.each([
  [{ vrid: 52 }, "vrid", "51", "52"],
  [{ version: 3 as const }, "version", "VRRPv2", "VRRPv3"],
  [{ advertIntervalMs: 100 }, "interval", "1000 ms", "100 ms"],
  [{ addresses: ["192.168.1.101"] }, "addresses", "192.168.1.100", "192.168.1.101"],
])("%o differs by the directors' own word", (changes, setting, ours, theirs) => {
  const nodes = [node("lvs1", masterRouter()), node("lvs2", virtualRouter(changes))];
  expect(routerWarnings(nodes, "VI_1", NOW)).toEqual([
    {
      ...{ type: "differs", setting },
      said: [
        { node: "lvs1", value: ours },
        { node: "lvs2", value: theirs },
      ],
    },
  ]);
});

test("the order of addresses does not count", () => {
  const one = node("lvs1", virtualRouter({ addresses: ["10.0.0.2", "10.0.0.1/24"] }));
  const two = node("lvs2", virtualRouter({ addresses: ["10.0.0.1/24", "10.0.0.2/32"] }));
  expect(routerWarnings([one, two], "VI_1", NOW)).toEqual([]);
});

test("what adverts are refused for now is told with its last one, in hub time", () => {
  expect(routerWarnings([node("lvs2", refusing("auth-data", NOW - 7_000), NOW, 5_000)], "VI_1", NOW)).toEqual([
    {
      ...{ type: "refuses", reason: "auth-data", node: "lvs2", from: "192.168.1.2", detail: "what came" },
      ...{ count: 12, at: NOW - 2_000 },
    },
  ]);
});

test("another VRID with our addresses is told once only, so it does not age", () => {
  const found = routerWarnings([node("lvs2", refusing("virtual-router-id", NOW - 900_000))], "VI_1", NOW);
  expect(found).toMatchObject([{ type: "refuses", reason: "virtual-router-id" }]);
});

test.each([
  ["long ago", [node("lvs2", refusing("interval", NOW - 121_000))]],
  ["damaged packets are no mismatch", [node("lvs2", refusing("checksum", NOW))]],
  ["a director that fell silent", [node("lvs2", refusing("interval", NOW), NOW - 60_000)]],
  ["another instance", [node("lvs2", { ...refusing("interval", NOW), key: "VI_2" })]],
])("%s: no warning", (_, nodes) => {
  expect(routerWarnings(nodes, "VI_1", NOW)).toEqual([]);
});
