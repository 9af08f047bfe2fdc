import { describe, expect, test } from "vitest";
import type { FactOf } from "./facts.ts";
import { LEASE_MS } from "./lease.ts";
import { applyChanges, EMPTY_PICTURE } from "./picture.ts";
import { masterRouter, VIP, virtualRouter } from "./test-facts.ts";
import { freshness, vipVerdict, type WitnessNode } from "./vip-verdict.ts";

const NOW = 1_000_000;

interface Word {
  readonly holds: boolean;
  readonly since?: number;
  readonly age?: number;
  readonly connected?: boolean;
  readonly offset?: number;
}

const router = (held: readonly string[], since: number): FactOf<"virtual-router"> =>
  held.length > 0 ? masterRouter({ since }) : virtualRouter({ since });

const node = (name: string, { holds, since = 10, age = 500, connected = true, offset = 0 }: Word): WitnessNode => ({
  name,
  connected,
  clockOffsetMs: offset,
  picture: applyChanges(EMPTY_PICTURE, [
    { op: "set", fact: router(holds ? [VIP] : [], since - offset) },
    { op: "confirm", source: "vrrp", at: NOW - age - offset },
  ]),
});

const STALE = LEASE_MS + 1;

describe("vipVerdict", () => {
  test.each<[string, Word[], string, string[], number | null, string[]]>([
    ["no director known", [], "unknown", [], null, []],
    ["one holds", [{ holds: true, since: 30 }, { holds: false }], "one", ["n0"], 30, []],
    ["the other holds", [{ holds: false }, { holds: true, since: 40 }], "one", ["n1"], 40, []],
    [
      "both hold",
      [
        { holds: true, since: 30 },
        { holds: true, since: 40 },
      ],
      "several",
      ["n0", "n1"],
      40,
      [],
    ],
    [
      "none holds",
      [
        { holds: false, since: 30 },
        { holds: false, since: 20 },
      ],
      "nobody",
      [],
      30,
      [],
    ],
    ["the holder was cut off", [{ holds: true, connected: false }, { holds: false }], "unknown", [], NOW - 500, ["n0"]],
    ["the holder fell silent", [{ holds: true, age: STALE }, { holds: false }], "unknown", [], NOW - STALE, ["n0"]],
    [
      "the backup fell silent",
      [
        { holds: true, since: 30 },
        { holds: false, age: STALE },
      ],
      "one",
      ["n0"],
      30,
      ["n1"],
    ],
    [
      "the old holder is silent",
      [
        { holds: true, age: STALE },
        { holds: true, since: 50 },
      ],
      "one",
      ["n1"],
      50,
      ["n0"],
    ],
    [
      "all silent",
      [
        { holds: true, age: 9000 },
        { holds: false, age: 8000 },
      ],
      "unknown",
      [],
      NOW - 8000,
      ["n0", "n1"],
    ],
    [
      "three directors, two hold, one silent",
      [{ holds: true }, { holds: true }, { holds: false, age: STALE }],
      "several",
      ["n0", "n1"],
      10,
      ["n2"],
    ],
    ["clocks apart", [{ holds: true, since: 30, offset: -86_400_000 }, { holds: false }], "one", ["n0"], 30, []],
  ])("%s", (_, words, verdict, holders, since, unheard) => {
    const nodes = words.map((word, index) => node(`n${index}`, word));
    expect(vipVerdict(nodes, "VI_1", NOW)).toEqual({ verdict, holders, since, unheard });
  });

  test("another instance's holder does not count", () => {
    expect(vipVerdict([node("n0", { holds: true })], "VI_2", NOW).verdict).toBe("unknown");
  });

  test("a master whose kernel lacks the address holds nothing", () => {
    const master = node("n0", { holds: false });
    const lying = applyChanges(master.picture, [{ op: "set", fact: { ...router([], 10), state: "master" } }]);
    expect(vipVerdict([{ ...master, picture: lying }], "VI_1", NOW).verdict).toBe("nobody");
  });
});

describe("freshness", () => {
  test.each<[string, number, boolean, "fresh" | "unknown"]>([
    ["just now", 0, true, "fresh"],
    ["last moment of the lease", LEASE_MS, true, "fresh"],
    ["lease over", LEASE_MS + 1, true, "unknown"],
    ["disconnected", 0, false, "unknown"],
    ["a little ahead", -500, true, "fresh"],
    ["far ahead: the clocks have parted", -LEASE_MS - 1, true, "unknown"],
  ])("%s", (_, age, connected, state) => {
    expect(freshness(node("n", { holds: true, age, connected }), "vrrp", NOW)).toEqual({
      state,
      confirmedAt: NOW - age,
    });
  });

  test("a source that never spoke", () => {
    expect(freshness(node("n", { holds: true }), "mysql", NOW)).toEqual({ state: "unknown", confirmedAt: null });
  });
});
