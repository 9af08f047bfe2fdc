import fc from "fast-check";
import { expect, test } from "vitest";
import { nestedBy } from "./attribute-writer.ts";
import { attribute, be16, concatBytes, cString, nestedAttribute, u8, u16, u32 } from "./genl-attribute.ts";

test("writes what attributes made one by one would be", () => {
  const number = fc.nat({ max: 0xffff_ffff });
  fc.assert(
    fc.property(number, fc.uint8Array({ maxLength: 40 }), fc.stringMatching(/^[ -~]{0,15}$/), (value, bytes, text) => {
      const written = nestedBy(7, (to) => {
        to.u8(1, value & 0xff);
        to.bytes(2, bytes);
        to.be16(3, value & 0xffff);
        to.text(4, text);
        to.u16(5, value & 0xffff);
        to.u32(6, value);
        to.u32Pair(8, value, 1);
      });
      const expected = nestedAttribute(7, [
        attribute(1, u8(value)),
        attribute(2, bytes),
        attribute(3, be16(value)),
        attribute(4, cString(text)),
        attribute(5, u16(value & 0xffff)),
        attribute(6, u32(value)),
        attribute(8, concatBytes([u32(value), u32(1)])),
      ]);
      expect(written).toEqual(expected);
    }),
  );
});

test("what is shorter than its place has zeros behind it, whatever was there before", () => {
  nestedBy(1, (to) => to.bytes(2, new Uint8Array(16).fill(255)));
  const padded = nestedBy(1, (to) => to.padded(2, Uint8Array.of(10, 0, 0, 1), 16));
  expect(padded).toEqual(nestedAttribute(1, [attribute(2, Uint8Array.of(10, 0, 0, 1, ...new Uint8Array(12)))]));
});

test("refuses what has no room, and works on afterwards", () => {
  const large = new Uint8Array(3000);
  expect(() =>
    nestedBy(1, (to) => {
      to.bytes(1, large);
      to.bytes(2, large);
    }),
  ).toThrow(RangeError);
  expect(nestedBy(1, (to) => to.u32(2, 3))).toEqual(nestedAttribute(1, [attribute(2, u32(3))]));
});
