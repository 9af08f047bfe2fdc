import { millis } from "@baton/shared/base/duration.ts";
import { expect, test } from "vitest";
import type { LinkTable } from "../../ports/kernel-links.ts";
import { LinkDelays } from "./track-delays.ts";

const table = (running: boolean): LinkTable => ({
  links: ["eth0", "eth1"].map((name, i) => ({
    index: i + 1,
    name,
    up: true,
    running,
    mac: new Uint8Array(6),
    forwardsIpv6: false,
  })),
  addresses: [],
});
const states = ({ links }: LinkTable): string => links.map(({ name, running }) => `${name} ${running}`).join(", ");

test("only the interface with delays is delayed, and the time to look again is known", () => {
  const delays = new LinkDelays();
  delays.configure([{ interface: "eth0", up: millis(100), down: millis(50) }]);
  expect(states(delays.apply(table(true), 0))).toBe("eth0 true, eth1 true");
  expect(states(delays.apply(table(false), 10))).toBe("eth0 true, eth1 false");
  expect(delays.lookAt).toBe(60);
  expect([delays.isDue(59), delays.isDue(60), delays.isDue(61)]).toEqual([false, true, false]);
  expect(states(delays.apply(table(false), 60))).toBe("eth0 false, eth1 false");
  expect(states(delays.apply(table(true), 70))).toBe("eth0 false, eth1 true");
  expect(delays.lookAt).toBe(170);
  expect(states(delays.apply(table(true), 170))).toBe("eth0 true, eth1 true");
  delays.configure([]);
  expect(states(delays.apply(table(false), 171))).toBe("eth0 false, eth1 false");
});
