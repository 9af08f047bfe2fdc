import { expect, test, vi } from "vitest";
import { createMemo } from "./memo.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

test("what has the same bytes is the same value; the rest is decoded", () => {
  const decode = vi.fn((payload: Uint8Array) => ({ first: payload[0] }));
  const memo = createMemo(decode);
  const once = memo.read([bytes(1), bytes(2)]);
  const again = memo.read([bytes(1), bytes(2)]);
  expect(once.changed).toBe(true);
  expect(again).toEqual({ values: once.values, changed: false });
  expect(again.values).toBe(once.values);
  const other = memo.read([bytes(1), bytes(3)]);
  expect(other.changed).toBe(true);
  expect(other.values).toEqual([{ first: 1 }, { first: 3 }]);
  expect(other.values[0]).toBe(once.values[0]);
  expect(memo.read([bytes(1)])).toEqual({ values: [{ first: 1 }], changed: true });
  expect(memo.read([])).toEqual({ values: [], changed: true });
  expect(decode).toHaveBeenCalledTimes(3);
});

test("a list that could not be decoded leaves nothing behind", () => {
  let broken = true;
  const memo = createMemo((payload) => {
    if (broken && payload[0] === 2) throw new Error("bad");
    return payload[0];
  });
  expect(() => memo.read([bytes(1), bytes(2)])).toThrow("bad");
  broken = false;
  expect(memo.read([bytes(1), bytes(2)])).toEqual({ values: [1, 2], changed: true });
});
