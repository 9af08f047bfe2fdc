import { expect, test } from "vitest";
import type { FactOf } from "./facts.ts";
import { applyDelta, EMPTY_PICTURE, factsOfKind } from "./picture.ts";

const process = (key: string, restarts: number): FactOf<"process"> => ({
  kind: "process",
  key,
  state: "running",
  pid: 1,
  restarts,
  since: 0,
});

test("a delta sets, replaces, removes and confirms", () => {
  const first = applyDelta(EMPTY_PICTURE, {
    seq: 1,
    changes: [
      { op: "set", fact: process("vrrp", 0) },
      { op: "set", fact: process("services", 0) },
      { op: "confirm", source: "supervisor", at: 10 },
    ],
  });
  if (!first.ok) throw new Error(first.error);
  const second = applyDelta(first.value, {
    seq: 2,
    changes: [
      { op: "set", fact: process("vrrp", 1) },
      { op: "remove", kind: "process", key: "services" },
    ],
  });
  if (!second.ok) throw new Error(second.error);
  expect(factsOfKind(second.value, "process")).toEqual([process("vrrp", 1)]);
  expect(second.value.confirmed).toEqual({ supervisor: 10 });
  expect(factsOfKind(first.value, "process")).toHaveLength(2);
});

test.each([
  [0, "repeat"],
  [2, "gap"],
] as const)("delta %i onto an empty picture is a %s", (seq, error) => {
  expect(applyDelta(EMPTY_PICTURE, { seq, changes: [] })).toEqual({ ok: false, error });
});
