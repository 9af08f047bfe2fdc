import { VIP, virtualRouter } from "@baton/shared/contract/test-facts.ts";
import { expect, test } from "vitest";
import { directors, holdersOf, isAt, routers } from "./fleet.ts";
import { director } from "./test-nodes.ts";

const NOW = 50_000;
const holding = virtualRouter({ state: "master", heldAddresses: [VIP], takeover: { until: 90_000 } });

test("one row per virtual router, with its owner and the takeover in force on the hub's clock", () => {
  const ahead = director("lvs1", NOW - 700, [holding], { clockOffsetMs: 200 });
  const all = routers([ahead, director("lvs2", NOW, [virtualRouter()])], NOW);
  expect(all).toEqual([
    {
      instance: "VI_1",
      warnings: [],
      vrid: 51,
      addresses: [VIP],
      owner: { verdict: "one", holders: ["lvs1"], since: 1200, unheard: [] },
      takeoverUntil: 90_200,
    },
  ]);
});

test("a takeover of a node that is not heard is not told as in force", () => {
  const [router] = routers([director("lvs1", NOW - 60_000, [holding])], NOW);
  expect(router).toMatchObject({ owner: { verdict: "unknown" }, takeoverUntil: null });
});

test("a director that has told nothing yet is still listed", () => {
  const nodes = [director("lvs1", NOW, []), director("db1", NOW, [], { roles: ["realserver"] })];
  expect(directors(nodes).map(({ name }) => name)).toEqual(["lvs1"]);
});

test("holders of a virtual server are those of its address", () => {
  const all = routers([director("lvs1", NOW, [holding])], NOW);
  expect(holdersOf(`TCP ${VIP}:3306`, all)).toEqual(["lvs1"]);
  expect(holdersOf("TCP 192.168.1.10:3306", all)).toEqual([]);
});

test.each([
  ["192.168.1.100:3306", "192.168.1.100", true],
  ["192.168.1.100:3306", "192.168.1.10", false],
  ["[2001:db8::1]:3306", "2001:db8::1", true],
  ["[2001:db8::1]:3306", "2001:db8::", false],
])("%s is on %s: %s", (endpoint, address, expected) => {
  expect(isAt(endpoint, address)).toBe(expected);
});
