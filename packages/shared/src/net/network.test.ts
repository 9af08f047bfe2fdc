import { expect, test } from "vitest";
import { isInNetwork, parseNetwork } from "./network.ts";

test.each([
  ["192.168.1.100", "192.168.1.2", 24, true],
  ["192.168.2.100", "192.168.1.2", 24, false],
  ["192.168.1.130", "192.168.1.2", 25, false],
  ["192.168.1.100", "192.168.1.100", 32, true],
  ["10.1.2.3", "192.168.1.2", 0, true],
  ["2001:db8::5", "2001:db8::1", 64, true],
  ["2001:db8:0:1::5", "2001:db8::1", 64, false],
  ["2001:db8::5", "192.168.1.2", 0, false],
  ["nobody", "192.168.1.2", 0, false],
])("%s in %s/%i: %s", (address, network, length, inside) => {
  expect(isInNetwork(address, network, length)).toBe(inside);
});

test("a network is an address and a length that fits it", () => {
  expect(parseNetwork("192.168.1.2/24")).toEqual({ address: "192.168.1.2", prefixLength: 24 });
  for (const text of ["192.168.1.2", "192.168.1.2/33", "x/24", "2001:db8::/64/1", ""])
    expect(parseNetwork(text)).toBeNull();
});
