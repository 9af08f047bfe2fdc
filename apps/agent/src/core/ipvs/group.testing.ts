import { millis } from "@baton/shared/base/duration.ts";
import type { VirtualServer } from "@baton/shared/config/model.ts";

const position = { line: 1, column: 1 };

/** For tests: a virtual server with one address. */
export const plainServer = (changes: Partial<VirtualServer> = {}): VirtualServer => ({
  range: { path: "t", start: position, end: position },
  protocol: "TCP",
  address: "192.168.1.100",
  port: 3306,
  scheduler: "wrr",
  forwarding: "DR",
  persistenceTimeout: null,
  delayLoop: millis(6000),
  alpha: false,
  omega: false,
  quorum: 1,
  hysteresis: 0,
  realServers: [],
  ...changes,
});

/** One of a group with a range of one address, as nftables_ipvs has it. */
export const groupServer = (name: string, address = "10.0.0.1"): VirtualServer =>
  plainServer({
    address: "0.0.0.0",
    port: 0,
    group: { name, services: [{ address, port: 80 }], ranges: [{ first: address, last: address, port: 80 }] },
  });
