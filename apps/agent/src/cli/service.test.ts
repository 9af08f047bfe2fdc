import { expect, test } from "vitest";
import { parseSpan, parseWeight } from "./service.ts";

test.each([
  ["1s", 1000],
  ["90s", 90_000],
  ["30m", 1_800_000],
  ["7d", 604_800_000],
])("%s", (text, ms) => expect(parseSpan(text)).toBe(ms));

test.each(["", "0s", "5", "-1h", "1w", "367d", "1 h", "99999999999s"])("'%s' is no time", (text) =>
  expect(() => parseSpan(text)).toThrow("give a time"),
);

test.each(["", "-1", "1.5", "65536", "x", "0x10"])("'%s' is no weight", (text) =>
  expect(() => parseWeight(text)).toThrow("a weight is"),
);

test("weights go from 0 to 65535", () => expect([parseWeight("0"), parseWeight("65535")]).toEqual([0, 65_535]));
