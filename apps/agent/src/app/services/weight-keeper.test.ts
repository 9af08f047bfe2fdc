import type { VirtualServer } from "@baton/shared/config/model.ts";
import { expect, test } from "vitest";
import type { WeightOverride } from "../../core/health/override.ts";
import { realServerKey } from "../../core/ipvs/key.ts";
import { virtualServerKey } from "../../core/ipvs/services-of.ts";
import { realServer, virtualServer } from "./testbed/model.ts";
import { createWeightKeeper } from "./weight-keeper.ts";

const keeperOf = (pool: VirtualServer, hasQuorum: () => boolean) => {
  const keeper = createWeightKeeper({
    healthOf: () => null,
    hasQuorum,
    wall: () => 0,
    tell: () => {},
    remembered: [],
    remember: () => {},
  });
  keeper.watch([pool]);
  return keeper;
};

const drainOf = (pool: VirtualServer, index: number): WeightOverride => {
  const server = pool.realServers[index];
  if (!server) throw new Error("no such server");
  const key = realServerKey(virtualServerKey(pool), server);
  return { server: key, weight: 0, requestedBy: "ops", reason: "", until: null };
};

test("a standby server does not stand in for a drain: it is not in the table while there is a quorum", () => {
  const pool = virtualServer({
    realServers: [realServer("192.168.1.5"), realServer("192.168.1.6"), realServer("192.168.1.7", { standby: true })],
  });
  let hasQuorum = true;
  const keeper = keeperOf(pool, () => hasQuorum);
  expect(keeper.override(pool, drainOf(pool, 0), false)).toBe(true);
  expect(keeper.override(pool, drainOf(pool, 1), false)).toBe(false);
  hasQuorum = false;
  expect(keeper.override(pool, drainOf(pool, 1), false)).toBe(true);
});

test("a pool that nobody has said anything of has the weights of the file", () => {
  const pool = virtualServer({ realServers: [realServer("192.168.1.5", { weight: 7 })] });
  const keeper = keeperOf(pool, () => true);
  const [server] = pool.realServers;
  if (!server) throw new Error("no server");
  expect(keeper.weightOf(pool, server)).toBe(7);
  expect(keeper.wordOn(realServerKey(virtualServerKey(pool), server))).toEqual({ reason: "", override: null });
});

test("the first word about a weight is told with the weight before, and so is the last one's end", () => {
  const pool = virtualServer({ realServers: [realServer("192.168.1.5"), realServer("192.168.1.6")] });
  const told: string[] = [];
  let says = false;
  const keeper = createWeightKeeper({
    healthOf: () => null,
    anySaid: () => says,
    hasQuorum: () => true,
    wall: () => 0,
    tell: ({ data }) => told.push(`${data.from} -> ${data.weight}`),
    remembered: [],
    remember: () => {},
  });
  keeper.watch([pool]);
  expect(keeper.weigh()).toBe(false);
  keeper.override(pool, drainOf(pool, 0), false);
  expect(keeper.weigh()).toBe(true);
  expect(told).toEqual(["3 -> 0"]);
  keeper.restore(drainOf(pool, 0).server);
  expect(keeper.weigh()).toBe(true);
  expect(told).toEqual(["3 -> 0", "0 -> 3"]);
  expect(keeper.weigh()).toBe(false);
  says = true;
  expect(keeper.weigh()).toBe(true);
  expect(told).toHaveLength(2);
});

test("a server that is new in a pool with a word is not told of as changed, an edit of the file neither", () => {
  const pool = virtualServer({ realServers: [realServer("192.168.1.5"), realServer("192.168.1.6")] });
  const told: string[] = [];
  const keeper = createWeightKeeper({
    healthOf: () => null,
    anySaid: () => false,
    hasQuorum: () => true,
    wall: () => 0,
    tell: ({ text }) => told.push(text),
    remembered: [{ ...drainOf(pool, 0), weight: 2 }],
    remember: () => {},
  });
  keeper.watch([virtualServer({ realServers: [realServer("192.168.1.6", { weight: 9 })] })]);
  keeper.watch([pool]);
  expect(told).toEqual([]);
});

test("a reload that finds the last word's time over says that weights may have changed", () => {
  const pool = virtualServer({ realServers: [realServer("192.168.1.5"), realServer("192.168.1.6")] });
  let now = 0;
  const keeper = createWeightKeeper({
    healthOf: () => null,
    anySaid: () => false,
    hasQuorum: () => true,
    wall: () => now,
    tell: () => {},
    remembered: [{ ...drainOf(pool, 0), until: 5 }],
    remember: () => {},
  });
  expect(keeper.watch([pool])).toBe(true);
  now = 6;
  expect(keeper.watch([pool])).toBe(true);
  expect(keeper.watch([pool])).toBe(false);
});
