import { expect, test } from "vitest";
import { formatBytes, formatClock, formatCount, formatMs, formatOffset } from "./format.ts";

test.each([
  [0, "0.00"],
  [5.678, "5.68"],
  [42.25, "42.3"],
  [653.4, "653"],
  [3609, "3,609"],
])("%f ms", (ms, expected) => {
  expect(formatMs(ms, "en")).toBe(expected);
});

test.each([
  [0, "+0.000 s"],
  [1034, "+1.034 s"],
  [-20, "-0.020 s"],
])("offset %i", (ms, expected) => {
  expect(formatOffset(ms)).toBe(expected);
});

test("counts are grouped", () => {
  expect(formatCount(12345, "en")).toBe("12,345");
});

test("another day shows its date", () => {
  const now = new Date(2026, 10, 22, 12, 0, 0).getTime();
  expect(formatClock(now, now, "en")).toBe("12:00:00");
  expect(formatClock(now - 86_400_000, now, "en")).toContain("Nov 21");
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [3_440_000, "3.4 MB"],
  [2.5e19, "25,000 PB"],
])("%d bytes", (bytes, text) => expect(formatBytes(bytes, "en")).toBe(text));
