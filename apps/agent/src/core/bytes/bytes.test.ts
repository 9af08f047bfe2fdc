import fc from "fast-check";
import { expect, test } from "vitest";
import { compareBytes, concatBytes, equalBytes, utf8Bytes } from "./bytes.ts";
import { internetChecksum } from "./internet-checksum.ts";

test("the example of RFC 1071 section 3", () => {
  expect(internetChecksum(Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7))).toBe(0x220d);
});

test("an odd last byte counts as if a zero followed, and parts count as one text", () => {
  expect(internetChecksum(Uint8Array.of(1, 2, 3))).toBe(internetChecksum(Uint8Array.of(1, 2, 3, 0)));
  expect(internetChecksum(Uint8Array.of(1, 2), Uint8Array.of(3, 4))).toBe(internetChecksum(Uint8Array.of(1, 2, 3, 4)));
});

test("data with its checksum sums up to zero", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (data) => {
      const even = data.length % 2 === 0 ? data : concatBytes([data, new Uint8Array(1)]);
      const sum = internetChecksum(even);
      expect(internetChecksum(even, Uint8Array.of(sum >> 8, sum & 255))).toBe(0);
    }),
  );
});

test("UTF-8 is the platform's", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(utf8Bytes(text)).toEqual(Uint8Array.from(new TextEncoder().encode(text)));
    }),
  );
});

test.each([
  [[1, 2], [1, 2], 0],
  [[1, 3], [1, 2], 1],
  [[9, 0], [10, 0], -1],
  [[], [], 0],
])("%j against %j", (a, b, order) => {
  expect(Math.sign(compareBytes(Uint8Array.from(a), Uint8Array.from(b)))).toBe(order);
  expect(equalBytes(Uint8Array.from(a), Uint8Array.from(b))).toBe(order === 0);
});
