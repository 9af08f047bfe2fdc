import { expect, test } from "vitest";
import { addressRange, lastOfPrefix } from "./address-range.ts";

test.each([
  ["10.0.0.1", "10.0.0.1", ["10.0.0.1"]],
  ["10.0.0.254", "10.0.1.1", ["10.0.0.254", "10.0.0.255", "10.0.1.0", "10.0.1.1"]],
  ["2001:db8::ffff", "2001:db8::1:1", ["2001:db8::ffff", "2001:db8::1:0", "2001:db8::1:1"]],
  ["255.255.255.254", "255.255.255.255", ["255.255.255.254", "255.255.255.255"]],
  ["10.0.0.2", "10.0.0.1", null],
  ["10.0.0.0", "10.0.0.4", null],
  ["10.0.0.1", "::1", null],
  ["0.0.0.0", "255.255.255.255", null],
])("%s to %s", (first, last, expected) => {
  expect(addressRange(first, last, 4)).toEqual(expected);
});

test.each([
  ["10.1.2.0", 30, "10.1.2.3"],
  ["10.1.2.3", 32, "10.1.2.3"],
  ["10.1.2.3", 0, "255.255.255.255"],
  ["2001:db8::10", 124, "2001:db8::1f"],
  ["10.1.2.3", 33, null],
])("the last of %s/%d", (address, length, expected) => {
  expect(lastOfPrefix(address, length)).toBe(expected);
});
