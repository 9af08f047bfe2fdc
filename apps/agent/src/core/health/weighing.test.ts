import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import { describe, expect, test } from "vitest";
import { plainServer } from "../ipvs/group.testing.ts";
import type { WeightOverride } from "./override.ts";
import type { CheckWeight } from "./pool-weights.ts";
import { startServer, weighServer } from "./server.ts";
import { keyOf, NOTHING_WEIGHED, type PoolWords, poolServes, weighedOf, weighPools } from "./weighing.ts";

const position = { line: 1, column: 1 };
const server = (address: string, changes: Partial<RealServer> = {}): RealServer => ({
  range: { path: "t", start: position, end: position },
  address,
  port: 3306,
  weight: 3,
  forwarding: "DR",
  inhibitOnFailure: false,
  checkers: [],
  ...changes,
});
const pool = (...realServers: readonly RealServer[]): VirtualServer => plainServer({ realServers });

const drain = (server: string): WeightOverride => ({
  server,
  weight: 0,
  requestedBy: "anna",
  reason: "disk",
  until: null,
});
const SAID: CheckWeight = { kind: "set", weight: 9, reason: "exit status 11" };

interface Situation {
  readonly drained?: readonly string[];
  readonly down?: readonly string[];
  readonly said?: Readonly<Record<string, CheckWeight>>;
  readonly hasQuorum?: boolean;
}

const wordsOf = ({ drained = [], down = [], said = {}, hasQuorum = true }: Situation = {}): PoolWords => ({
  overrides: new Map(drained.map((key) => [key, drain(key)])),
  hasQuorum: () => hasQuorum,
  healthOf: (key) => {
    const health = startServer(1, !down.includes(key), 0, "");
    const word = said[key];
    return word ? weighServer(health, 0, word) : health;
  },
});

const [A, B] = [server("10.0.0.1"), server("10.0.0.2")];
const both = pool(A, B);
const [keyA, keyB] = [keyOf(both, A), keyOf(both, B)];

describe("changes of weights", () => {
  const weighed = (situation: Situation) => weighPools(NOTHING_WEIGHED, of, wordsOf(situation)).weighing;
  const of = [both];
  const edited = [pool(server("10.0.0.1", { weight: 5 }), B)];
  const larger = [pool(A, B, server("10.0.0.3"))];

  test.each([
    { name: "nobody says anything", before: {}, next: of, now: {}, told: [] },
    { name: "an operator drains one", before: {}, next: of, now: { drained: [keyA] }, told: ["10.0.0.1: 3 -> 0"] },
    { name: "and restores it", before: { drained: [keyA] }, next: of, now: {}, told: ["10.0.0.1: 0 -> 3"] },
    {
      name: "a checker says a weight",
      before: {},
      next: of,
      now: { said: { [keyB]: SAID } },
      told: ["10.0.0.2: 3 -> 9"],
    },
    { name: "the same as before is said", before: { drained: [keyA] }, next: of, now: { drained: [keyA] }, told: [] },
    { name: "the file is edited, which explains itself", before: {}, next: edited, now: {}, told: [] },
    {
      name: "the file is edited below an operator's word",
      before: { drained: [keyA] },
      next: edited,
      now: { drained: [keyA] },
      told: [],
    },
    {
      name: "an operator's word ends with an edit",
      before: { drained: [keyA] },
      next: edited,
      now: {},
      told: ["10.0.0.1: 0 -> 5"],
    },
    { name: "a server is new", before: {}, next: larger, now: { drained: [keyA] }, told: ["10.0.0.1: 3 -> 0"] },
    { name: "a server goes", before: { drained: [keyB] }, next: [pool(A)], now: {}, told: [] },
  ] as const)("$name", ({ before, next, now, told }) => {
    const { changes } = weighPools(weighed(before), next, wordsOf(now));
    expect(changes.map(({ server: { address }, from, to }) => `${address}: ${from.weight} -> ${to.weight}`)).toEqual(
      told,
    );
  });
});

test("a pool of which nobody has said anything is not written down", () => {
  const { weighing } = weighPools(NOTHING_WEIGHED, [both], wordsOf());
  expect(weighing.weights.size).toBe(0);
  expect(weighedOf(weighing, both, A)).toBeNull();
});

test("a pool of which something is said is written down whole, with who said it", () => {
  const { weighing } = weighPools(NOTHING_WEIGHED, [both], wordsOf({ drained: [keyA] }));
  expect(weighedOf(weighing, both, A)).toEqual({ weight: 0, reason: "drained by anna: disk", quorumWeight: 3 });
  expect(weighedOf(weighing, both, B)).toEqual({ weight: 3, reason: "", quorumWeight: 3 });
});

describe("whether a pool serves", () => {
  const standby = pool(A, server("10.0.0.9", { standby: true }));
  const standbyA = keyOf(standby, A);
  test.each([
    { name: "all are there", of: both, situation: {}, serves: true },
    { name: "one is drained", of: both, situation: { drained: [keyA] }, serves: true },
    { name: "one is drained, the other down", of: both, situation: { drained: [keyA], down: [keyB] }, serves: false },
    { name: "both are drained", of: both, situation: { drained: [keyA, keyB] }, serves: false },
    { name: "a standby server is out of the table", of: standby, situation: { drained: [standbyA] }, serves: false },
    {
      name: "a standby server serves while the quorum is lost",
      of: standby,
      situation: { drained: [standbyA], hasQuorum: false },
      serves: true,
    },
  ] as const)("$name", ({ of, situation, serves }) => {
    expect(poolServes(of, wordsOf(situation))).toBe(serves);
  });
});
