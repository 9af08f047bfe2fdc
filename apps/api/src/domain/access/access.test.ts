import { expect, test } from "vitest";
import { isBlocked, LOG_IN_RATE, withFailure } from "./failed-log-ins.ts";
import { isOwnOrigin } from "./origin.ts";
import { mayActAs } from "./role.ts";
import { fullBucket, take } from "./token-bucket.ts";

test.each([
  ["viewer", "viewer", true],
  ["viewer", "operator", false],
  ["operator", "viewer", true],
  ["operator", "admin", false],
  ["admin", "operator", true],
] as const)("%s as %s: %s", (role, needed, allowed) => {
  expect(mayActAs(role, needed)).toBe(allowed);
});

test.each<[string | undefined, string | undefined, string | null, boolean]>([
  [undefined, "hub:3000", null, true],
  ["http://hub:3000", "hub:3000", null, true],
  ["http://evil.example", "hub:3000", null, false],
  ["http://hub:3001", "hub:3000", null, false],
  ["https://panel.example", "10.0.0.1:3000", "https://panel.example/", true],
  ["null", "hub:3000", null, false],
  ["", "hub:3000", null, false],
])("origin %s at host %s, public %s: %s", (origin, host, publicUrl, own) => {
  expect(isOwnOrigin(origin, host, publicUrl)).toBe(own);
});

test("a bucket gives what it holds, refills with time, and never overflows", () => {
  const rate = { capacity: 2, perSecond: 1 };
  const first = take(fullBucket(rate, 0), rate, 0, 2);
  expect(first.taken).toBe(true);
  expect(take(first.bucket, rate, 999).taken).toBe(false);
  expect(take(first.bucket, rate, 1_000).taken).toBe(true);
  expect(take(first.bucket, rate, 1_000_000).bucket.level).toBe(1);
  expect(take(first.bucket, rate, -5).bucket.level).toBe(0);
});

test("failures from one address block that address and no other, for a while", () => {
  let failures: Parameters<typeof withFailure>[0] = new Map();
  for (let i = 0; i < LOG_IN_RATE.capacity; i++) failures = withFailure(failures, ["192.0.2.1"], 0);
  expect(isBlocked(failures, ["192.0.2.1"], 0)).toBe(true);
  expect(isBlocked(failures, ["192.0.2.2"], 0)).toBe(false);
  expect(isBlocked(failures, ["192.0.2.1"], 31_000)).toBe(false);
});
