import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { percentOf, stepLag } from "./lag-weight.ts";
import { type CheckWeight, type PoolServer, poolWeights } from "./pool-weights.ts";

const server = (key: string, changes: Partial<PoolServer> = {}): PoolServer => ({
  key,
  configured: 3,
  inService: true,
  said: [],
  override: null,
  ...changes,
});
const lag = (lagSeconds: number, percent: number): CheckWeight => ({
  kind: "share",
  percent,
  lagSeconds,
  reason: `replication lag ${lagSeconds} s`,
});
const set = (weight: number): CheckWeight => ({ kind: "set", weight, reason: `exit status ${weight + 2}` });
const weightsOf = (...servers: readonly PoolServer[]) =>
  [...poolWeights(servers)].map(([key, { weight, reason }]) => [key, weight, reason]);

describe("the weights of a pool", () => {
  test("are the configured ones unless somebody says otherwise", () => {
    expect(weightsOf(server("a"), server("b", { configured: 0 }))).toEqual([
      ["a", 3, ""],
      ["b", 0, ""],
    ]);
  });

  test("follow a checker's word, and its share of that", () => {
    expect(weightsOf(server("a", { said: [set(100), lag(6, 50)] }))).toEqual([["a", 50, "replication lag 6 s"]]);
    expect(weightsOf(server("a", { said: [lag(29, 1)] }))).toEqual([["a", 1, "replication lag 29 s"]]);
  });

  test("are moved by every word's difference to the file's, as in keepalived", () => {
    const ten = { configured: 10 };
    expect(weightsOf(server("a", { ...ten, said: [set(5), set(7)] }))).toEqual([
      ["a", 2, "exit status 7; exit status 9"],
    ]);
    expect(weightsOf(server("a", { ...ten, said: [set(10), set(12)] }))[0]?.[1]).toBe(12);
    expect(weightsOf(server("a", { ...ten, said: [set(0), set(0)] }))[0]?.[1]).toBe(0);
  });

  test("take what files add to the word of others, within what the kernel knows", () => {
    const add = (by: number): CheckWeight => ({ kind: "add", by, reason: `load says ${by}` });
    expect(weightsOf(server("a", { said: [add(4)] }), server("b", { said: [add(-2)] }))).toEqual([
      ["a", 7, "load says 4"],
      ["b", 1, "load says -2"],
    ]);
    expect(weightsOf(server("a", { said: [add(4), set(10)] }))).toEqual([["a", 14, "load says 4; exit status 12"]]);
    expect(weightsOf(server("a", { said: [add(-9)] }), server("b"))[0]).toEqual(["a", 0, "load says -9"]);
    expect(weightsOf(server("a", { said: [add(65_536)] }))[0]?.[1]).toBe(65_539);
    expect(weightsOf(server("a", { said: [add(0x7fff_ffff)] }))[0]?.[1]).toBe(0x7fff_ffff);
    expect(weightsOf(server("a", { said: [add(0)] }))).toEqual([["a", 3, ""]]);
  });

  test("are never all 0 because of lag", () => {
    const lagging = fc.record({
      configured: fc.integer({ min: 0, max: 5 }),
      inService: fc.boolean(),
      said: fc.array(
        fc.integer({ min: 0, max: 60 }).map((seconds) => lag(seconds, Math.max(0, 100 - 4 * seconds))),
        { maxLength: 2 },
      ),
    });
    fc.assert(
      fc.property(fc.array(lagging, { minLength: 1, maxLength: 5 }), (changes) => {
        const servers = changes.map((each, index) => server(`${index}`, each));
        const weights = poolWeights(servers);
        const could = servers.some(({ inService, configured }) => inService && configured > 0);
        const does = servers.some(({ key, inService }) => inService && (weights.get(key)?.weight ?? 0) > 0);
        expect(does).toBe(could);
      }),
    );
  });

  test("an operator's word stands above all", () => {
    const drained = server("a", { said: [set(9)], override: { weight: 0, reason: "op: upgrade" } });
    expect(weightsOf(drained, server("b"))).toEqual([
      ["a", 0, "op: upgrade"],
      ["b", 3, ""],
    ]);
  });

  test("lag leaves the server that lags least with 1 when it would leave nobody", () => {
    const pool = [server("a", { said: [lag(90, 0)] }), server("b", { said: [lag(40, 0)] })];
    expect(weightsOf(...pool)).toEqual([
      ["a", 0, "replication lag 90 s"],
      ["b", 1, "replication lag 40 s; kept at 1 as the last server of the pool"],
    ]);
    expect(weightsOf(...pool, server("c", { inService: false }))[1]?.[1]).toBe(1);
    expect(weightsOf(...pool, server("c"))[1]?.[1]).toBe(0);
  });

  test("a checker that sets 0, the operator and the file may take the last", () => {
    const ofOperator = server("b", { override: { weight: 0, reason: "op" } });
    expect(weightsOf(server("a", { said: [set(0)] }), ofOperator, server("c", { configured: 0 }))).toEqual([
      ["a", 0, "exit status 2"],
      ["b", 0, "op"],
      ["c", 0, ""],
    ]);
  });
});

describe("the weight by lag", () => {
  const curve = { fullUntil: 2, zeroFrom: 12, hysteresis: 3 };

  test("falls in proportion between the two ends", () => {
    expect([0, 2, 3, 7, 11, 12, 1e9].map((seconds) => percentOf(curve, seconds))).toEqual([100, 100, 90, 50, 10, 0, 0]);
  });

  test("does not follow a lag that trembles, and comes back to full after three calm looks", () => {
    const held: number[] = [];
    let state = stepLag(curve, null, 4);
    for (const seconds of [5, 4, 6, 7, 5, 6, 8, 2, 4, 3, 2, 2, 2]) {
      state = stepLag(curve, state, seconds);
      held.push(state.held);
    }
    expect(held).toEqual([4, 4, 4, 7, 7, 7, 7, 2, 2, 2, 2, 2, 2]);
    let low = stepLag(curve, null, 4);
    for (const seconds of [2, 2, 2]) low = stepLag(curve, low, seconds);
    expect(low.held).toBe(2);
  });

  test("never weighs a lagging server above a less lagging one", () => {
    const seconds = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(seconds, seconds, (a, b) => percentOf(curve, Math.max(a, b)) <= percentOf(curve, Math.min(a, b))),
    );
  });
});
