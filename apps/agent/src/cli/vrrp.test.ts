import { expect, test } from "vitest";
import { parseLease } from "./vrrp.ts";

test.each([
  ["60s", 60_000],
  ["60", 60_000],
  ["1500ms", 1500],
  ["10m", 600_000],
  ["1h", 3_600_000],
])("%s is %i ms", (text, ms) => {
  expect(parseLease(text)).toBe(ms);
});

test.each(["", "0", "999ms", "2h", "1d", "-5s", "1e9", "5 s"])("%j is refused", (text) => {
  expect(() => parseLease(text)).toThrow("give a time from 1s to 1h");
});
