import { millis } from "@baton/shared/base/duration.ts";
import type { CheckConnection } from "@baton/shared/config/model-checks.ts";
import { describe, expect, test } from "vitest";
import { placeOfCheck, socketAddress } from "./tcp-place.ts";

const check = (changes: Partial<CheckConnection> = {}): CheckConnection => ({
  connectAddress: "192.0.2.5",
  connectPort: 3306,
  bindAddress: null,
  connectTimeout: millis(1000),
  ...changes,
});
const hex = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString("hex");

describe("the place of a probe", () => {
  test("is a struct sockaddr_in or sockaddr_in6", () => {
    expect(hex(socketAddress("192.0.2.5", 3306))).toBe("02000ceac00002050000000000000000");
    expect(hex(socketAddress("2001:db8::5", 80))).toBe("0a0000500000000020010db800000000000000000000000500000000");
    expect(socketAddress("fe80::1%eth0", 80)).toBeNull();
    expect(socketAddress("db1", 80)).toBeNull();
  });

  test("has a source where the checker names an address or a port", () => {
    expect(placeOfCheck(check())).toMatchObject({ family: 2, from: null, options: [] });
    expect(hex(placeOfCheck(check({ bindAddress: "192.0.2.9" }))?.from)).toBe("02000000c00002090000000000000000");
    const port = placeOfCheck(check({ connectAddress: "2001:db8::5", bindPort: 1025 }));
    expect(hex(port?.from)).toBe(`0a000401${"0".repeat(48)}`);
    expect(port?.options.map(([option]) => option)).toEqual([2]);
  });

  test("carries the firewall mark and the interface as options of the socket", () => {
    const options = placeOfCheck(check({ mark: 9, bindInterface: "eth1" }))?.options.map(([option, value]) => [
      option,
      hex(value),
    ]);
    expect(options).toEqual([
      [36, "09000000"],
      [25, "6574683100"],
    ]);
  });
});
