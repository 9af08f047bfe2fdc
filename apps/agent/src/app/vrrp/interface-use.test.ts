import { expect, test } from "vitest";
import type { Link } from "../../core/netlink/route-link.ts";
import { instance } from "./integration/vrrp-process.ts";
import { interfaceUses } from "./interface-use.ts";

const link = (name: string, index: number, mtu: number): Link => ({
  index,
  name,
  mtu,
  up: true,
  running: true,
  mac: new Uint8Array(6),
  forwardsIpv6: false,
});
const table = { links: [link("eth0", 2, 9000), link("eth1", 3, 1500)], addresses: [] };
const sixth = { address: "fe80::1", prefixLength: 128, interface: "eth0", label: null };

test("groups of one interface are joined once, and what is asked for its buffers adds up by family", () => {
  const uses = interfaceUses(
    [
      instance({ name: "A", receiveBuffer: { bytes: 1000 } }),
      instance({ name: "B", virtualRouterId: 52, receiveBuffer: { mtus: 3 } }),
      instance({ name: "C", multicastGroup: "239.1.2.3" }),
      instance({ name: "D", virtualAddresses: [sixth], receiveBuffer: { bytes: 500 } }),
    ],
    table,
  );
  expect(uses.get("eth0")).toEqual({
    ipv6: true,
    authenticated: false,
    hearing: { groups: ["224.0.0.18", "239.1.2.3", "ff02::12"], bufferBytes: { inet: 28_000, inet6: 500 } },
  });
});

test("where only an address lives, nothing is joined", () => {
  const away = { address: "192.168.2.9", prefixLength: 32, interface: "eth1", label: null };
  expect(interfaceUses([instance({ excludedAddresses: [away] })], table).get("eth1")).toEqual({
    ipv6: false,
    authenticated: false,
    hearing: { groups: [], bufferBytes: { inet: 0, inet6: 0 } },
  });
});

test("the device of a VRF is in no group", () => {
  const uses = interfaceUses([instance({ interface: "blue", inVrf: true, unicastPeers: ["192.168.1.3"] })], table);
  expect(uses.get("blue")?.hearing.groups).toEqual([]);
});
