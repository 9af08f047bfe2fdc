import { expect, test } from "vitest";
import { createDumpDecoder } from "./repeated-dump.ts";
import type { RouteMessage } from "./route-message.ts";

let sequence = 0;
const dump = (...bodies: readonly number[][]): RouteMessage[] => {
  sequence++;
  return bodies.map((body) => ({ type: 20, flags: 0, sequence, body: Uint8Array.from(body) }));
};

/** The sum of the bytes; what is empty is no entry. */
const sum = ({ body }: RouteMessage) => (body.length === 0 ? null : { sum: body.reduce((a, b) => a + b, 0) });

test("a dump that repeats the one before is its list again, whatever its sequence number", () => {
  const decode = createDumpDecoder(sum);
  const first = decode(dump([1, 2], [], [3]));
  expect(first).toEqual([{ sum: 3 }, { sum: 3 }]);
  expect(decode(dump([1, 2], [], [3]))).toBe(first);
});

test("one byte, one entry more or one fewer makes it another list", () => {
  const decode = createDumpDecoder(sum);
  decode(dump([1, 2], [3]));
  expect(decode(dump([1, 2], [4]))).toEqual([{ sum: 3 }, { sum: 4 }]);
  expect(decode(dump([1, 2]))).toEqual([{ sum: 3 }]);
  expect(decode(dump([1, 2], [4]))).toEqual([{ sum: 3 }, { sum: 4 }]);
  expect(decode(dump())).toEqual([]);
});
