import fc from "fast-check";
import { expect, test } from "vitest";
import { hear, tell } from "./difference.ts";

const overTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
/** Anything JSON carries, with the few keys again and again that make two values alike. */
const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, 0, 1, "", "a", "-"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "c", "d"), tie("value"), { maxKeys: 4 }),
  ),
})).value;

test("what is told is heard, whatever the hearer has", () => {
  fc.assert(
    fc.property(plain, plain, (from, to) => {
      expect(hear(from, overTheWire(tell(from, to)))).toEqual(to);
    }),
    { numRuns: 2000 },
  );
});

test("what is not different is the hearer's own object", () => {
  const from = {
    pool: [
      { address: "a", checks: [{ kind: "tcp" }] },
      { address: "b", checks: [] },
    ],
    weight: 1,
  };
  const to = structuredClone({ ...from, weight: 2 });
  const heard = hear(from, overTheWire(tell(from, to))) as typeof from;
  expect(heard).toEqual(to);
  expect(heard.pool).toBe(from.pool);
  expect(hear(from, overTheWire(tell(from, structuredClone(from))))).toBe(from);
});

/** Every object within a value. */
const objectsIn = (value: unknown): readonly object[] =>
  typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(objectsIn)] : [];

test("no object is heard in two places", () => {
  fc.assert(
    fc.property(plain, plain, (from, to) => {
      const objects = objectsIn(hear(structuredClone(from), overTheWire(tell(from, to))));
      expect(new Set(objects).size).toBe(objects.length);
    }),
    { numRuns: 2000 },
  );
});

test("an element that has become another has parts of its own", () => {
  const from = { pool: [{ address: "a", checks: [{ kind: "bfd" }] }] };
  const to = { pool: [{ address: "new", checks: [{ kind: "bfd" }] }, ...from.pool] };
  const heard = hear(from, overTheWire(tell(from, to))) as typeof from;
  expect(heard).toEqual(to);
  expect(heard.pool[0]?.checks[0]).not.toBe(from.pool[0]?.checks[0]);
});

test("a longer list is told by its own elements", () => {
  const first = { address: "a", checks: [{ kind: "tcp", port: 1 }] };
  const told = tell([first], [first, { ...first, address: "b" }]);
  expect(told).toEqual([{}, { address: "b" }]);
});

test("places in the file do not count, and are nowhere for the hearer", () => {
  const at = (line: number) => ({ path: "k.conf", start: { line, column: 1 }, end: { line, column: 9 } });
  expect(tell({ range: at(1), weight: 1 }, { range: at(7), weight: 1 })).toEqual({});
  expect(hear(undefined, tell(undefined, { range: at(1) }))).toMatchObject({ range: { start: { line: 0 } } });
});
