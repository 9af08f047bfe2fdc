import type { FactChange } from "@baton/shared/contract/facts.ts";
import { expect, test } from "vitest";
import { asChanges, doubt, fold, heardAgain, NEW_PICTURE } from "./supervisor-picture.ts";

const server = (key: string): FactChange => ({
  op: "set",
  fact: { kind: "virtual-server", key, scheduler: "wrr", persistenceTimeoutMs: null, inTable: true },
});
const confirm: FactChange = { op: "confirm", source: "services", at: 5 };

test("facts of a dead process stay until its successor confirms, then those it did not repeat go", () => {
  const known = fold(NEW_PICTURE, [server("a"), server("b"), confirm]).state;
  const doubted = doubt(known, ["services"]);
  expect(Object.keys(doubted.picture.facts)).toHaveLength(2);
  const repeated = fold(doubted, [server("a")]);
  expect(Object.keys(repeated.state.picture.facts)).toHaveLength(2);
  const confirmed = fold(repeated.state, [confirm]);
  expect(confirmed.changes).toEqual([{ op: "remove", kind: "virtual-server", key: "b" }, confirm]);
  expect(Object.keys(confirmed.state.picture.facts)).toEqual(["virtual-server a"]);
});

test("only the facts of the named sources are doubted", () => {
  const known = fold(NEW_PICTURE, [server("a"), confirm]).state;
  expect(doubt(known, ["vrrp"]).doubtful.size).toBe(0);
});

test("the picture as changes rebuilds the picture", () => {
  const known = fold(NEW_PICTURE, [server("a"), confirm]).state;
  expect(fold(NEW_PICTURE, asChanges(known)).state.picture).toEqual(known.picture);
});

const router = (key: string, heardAt: number | null): FactChange => ({
  op: "set",
  fact: {
    kind: "virtual-router",
    key,
    vrid: 51,
    version: 3,
    interface: "eth0",
    state: heardAt === null ? "master" : "backup",
    since: 0,
    cause: "startup",
    basePriority: 100,
    effectivePriority: 100,
    advertIntervalMs: 100,
    addresses: [],
    heldAddresses: [],
    master: heardAt === null ? null : { address: "10.0.0.2", priority: 200, heardAt },
    takeover: null,
    refusedAdverts: {},
  },
});

test("a master heard again changes that time alone, in the facts that name a master", () => {
  const known = fold(NEW_PICTURE, [router("VI_1", 5), router("VI_2", null)]).state;
  const masters = ["VI_1", "VI_2", "VI_unknown"].map((name) => [name, 9] as const);
  expect(heardAgain(known, masters)).toEqual([router("VI_1", 9)]);
});
