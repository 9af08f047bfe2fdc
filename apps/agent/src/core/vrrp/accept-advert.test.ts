import { millis } from "@baton/shared/base/duration.ts";
import { expect, test } from "vitest";
import { refusalOf } from "./accept-advert.ts";
import type { Advert, AdvertV2 } from "./advert.ts";
import { testParams } from "./testing/params.ts";

const password = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.padEnd(8, "\0")));

const good: AdvertV2 = {
  version: 2,
  virtualRouterId: 51,
  priority: 100,
  interval: millis(1000),
  addresses: ["10.0.0.1", "10.0.0.2"],
  authType: 1,
  authData: password("1111"),
};
const params = testParams({ addresses: ["10.0.0.2", "10.0.0.1"], authType: 1, authData: password("1111") });

test("the order of the addresses does not matter", () => {
  expect(refusalOf(params, good)).toBeNull();
});

const { authType: _, authData: __, ...goodV3 } = { ...good, version: 3 as const };

test.each<[string, Advert]>([
  ["version", goodV3],
  ["auth-type", { ...good, authType: 0 }],
  ["auth-type", { ...good, authType: 2 }],
  ["auth-data", { ...good, authData: password("2222") }],
  ["interval", { ...good, interval: millis(2000) }],
  ["addresses", { ...good, addresses: ["10.0.0.1"] }],
  ["addresses", { ...good, addresses: ["10.0.0.1", "10.0.0.1"] }],
  ["addresses", { ...good, addresses: ["10.0.0.1", "10.0.0.2", "10.0.0.3"] }],
])("%s", (reason, advert) => {
  const refusal = refusalOf(params, advert);
  expect(refusal?.reason).toBe(reason);
  expect(refusal?.detail).not.toMatch(/1111|2222/);
});

test("version 3 takes any interval but none", () => {
  const v3 = testParams({ version: 3, addresses: goodV3.addresses });
  expect(refusalOf(v3, { ...goodV3, interval: millis(40) })).toBeNull();
  expect(refusalOf(v3, { ...goodV3, interval: millis(0) })?.reason).toBe("interval");
});
