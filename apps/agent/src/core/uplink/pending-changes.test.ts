import type { FactChange } from "@baton/shared/contract/facts.ts";
import { expect, test } from "vitest";
import { addChanges, MAX_PENDING, NO_CHANGES, takeChanges } from "./pending-changes.ts";

const set = (key: string, restarts: number): FactChange => ({
  op: "set",
  fact: { kind: "process", key, state: "running", pid: 1, restarts, since: 0 },
});
const confirm = (at: number): FactChange => ({ op: "confirm", source: "supervisor", at });
const remove = (key: string): FactChange => ({ op: "remove", kind: "process", key });

test.each<[string, FactChange[], FactChange[]]>([
  ["nothing stays nothing", [], []],
  ["the newest of a fact wins", [set("a", 1), set("a", 2)], [set("a", 2)]],
  ["a removal replaces what it removes", [set("a", 1), remove("a")], [remove("a")]],
  ["a fact comes back after its removal", [remove("a"), set("a", 1)], [set("a", 1)]],
  [
    "one confirmation per source, after what it confirms",
    [confirm(1), set("a", 1), confirm(2)],
    [set("a", 1), confirm(2)],
  ],
  ["different facts keep their order", [set("b", 1), set("a", 1)], [set("b", 1), set("a", 1)]],
])("%s", (_, changes, expected) => {
  const pending = changes.reduce((sum, change) => addChanges(sum, [change]), NO_CHANGES);
  expect(takeChanges(pending, 100).taken).toEqual(expected);
});

test("what does not fit is left for the next take", () => {
  const first = takeChanges(addChanges(NO_CHANGES, [set("a", 1), set("b", 1), set("c", 1)]), 2);
  expect(first.taken).toHaveLength(2);
  expect(takeChanges(first.rest, 2).taken).toEqual([set("c", 1)]);
});

test("the number of distinct facts is bounded, and known facts still change when it is full", () => {
  const many = Array.from({ length: MAX_PENDING + 10 }, (_, i) => set(`p${i}`, 0));
  const full = addChanges(NO_CHANGES, many);
  expect(full.byKey.size).toBe(MAX_PENDING);
  const changed = addChanges(full, [set("p5", 7), set("new", 0)]);
  expect(changed.byKey.size).toBe(MAX_PENDING);
  expect(changed.byKey.get("process p5")).toEqual(set("p5", 7));
});
