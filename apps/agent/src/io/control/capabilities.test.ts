import { expect, test } from "vitest";
import { missingIn } from "./capabilities.ts";

const BOTH = ["CAP_NET_ADMIN", "CAP_NET_RAW"] as const;

test.each([
  ["CapEff:\t000001ffffffffff\n", []],
  ["Name:\tnode\nCapEff:\t0000000000003000\n", []],
  ["CapEff:\t0000000000001000\n", ["CAP_NET_RAW"]],
  ["CapEff:\t0000000000002000\n", ["CAP_NET_ADMIN"]],
  ["CapEff:\t0000000000000000\n", ["CAP_NET_ADMIN", "CAP_NET_RAW"]],
  ["CapPrm:\t000001ffffffffff\n", ["CAP_NET_ADMIN", "CAP_NET_RAW"]],
])("%j lacks %j", (status, missing) => {
  expect(missingIn(status, BOTH)).toEqual(missing);
});
