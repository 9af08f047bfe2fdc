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
