import { expect, test } from "vitest";
import { keptMemory } from "./kept-memory.ts";

const OVERRIDE = { server: "a -> b", weight: 0, requestedBy: "op", reason: "", until: null };
const RULES = { table: "balance", marks: [["TCP group web", 1000]] };
const WHOLE = { table: "boot net", owned: ["TCP 10.0.0.1:80"], rules: RULES, overrides: [OVERRIDE] };

test("what was written is read, also by an agent that knew no rules", () => {
  expect(keptMemory(WHOLE)).toEqual(WHOLE);
  const { rules: _, ...older } = WHOLE;
  expect(keptMemory(older)).toEqual({ ...WHOLE, rules: null });
  expect(keptMemory({ ...WHOLE, overrides: [{ ...OVERRIDE, until: 5 }] })?.overrides[0]?.until).toBe(5);
});

test.each([
  null,
  "text",
  [],
  { ...WHOLE, table: 7 },
  { ...WHOLE, table: "x".repeat(501) },
  { ...WHOLE, owned: [7] },
  { ...WHOLE, owned: Array(100_001).fill("a") },
  { ...WHOLE, rules: {} },
  { ...WHOLE, rules: { ...RULES, marks: [["a", 0]] } },
  { ...WHOLE, rules: { ...RULES, marks: [["a", 2 ** 32]] } },
  { ...WHOLE, rules: { ...RULES, marks: [["a", 1, 2]] } },
  { ...WHOLE, overrides: undefined },
  { ...WHOLE, overrides: [null] },
  { ...WHOLE, overrides: [{ ...OVERRIDE, weight: -1 }] },
  { ...WHOLE, overrides: [{ ...OVERRIDE, weight: 1.5 }] },
  { ...WHOLE, overrides: [{ ...OVERRIDE, weight: 2 ** 31 }] },
  { ...WHOLE, overrides: [{ ...OVERRIDE, until: "later" }] },
  { ...WHOLE, overrides: [{ ...OVERRIDE, reason: undefined }] },
])("anything else is nothing, case %#", (value) => {
  expect(keptMemory(value)).toBeNull();
});
