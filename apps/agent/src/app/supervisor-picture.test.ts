import type { FactChange } from "@baton/shared/contract/facts.ts";
import { expect, test } from "vitest";
import { asChanges, doubt, fold, NEW_PICTURE } from "./supervisor-picture.ts";

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
