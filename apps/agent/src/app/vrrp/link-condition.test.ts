import { expect, test } from "vitest";
import type { HeldAddress } from "../../core/netlink/route-address.ts";
import type { Link } from "../../core/netlink/route-link.ts";
import type { LinkTable } from "../../ports/kernel-links.ts";
import { instance } from "./integration/vrrp-process.ts";
import {
  addressChanges,
  addressExchange,
  heldAddresses,
  leftovers,
  linkCondition,
  trackedAdjustment,
} from "./link-condition.ts";

const VIP = "192.168.1.100";

const link = (changes: Partial<Link> = {}): Link => ({
  index: 2,
  name: "eth0",
  up: true,
  running: true,
  mac: new Uint8Array(6),
  forwardsIpv6: false,
  ...changes,
});
const held = (address: string, changes: Partial<HeldAddress> = {}): HeldAddress => ({
  interfaceIndex: 2,
  address,
  prefixLength: 24,
  secondary: false,
  scope: 0,
  ...changes,
});
const table = (links: readonly Link[], ...addresses: readonly HeldAddress[]): LinkTable => ({ links, addresses });
const vips = new Set([VIP]);
const own = held("192.168.1.2");

const problems: [string, LinkTable, string | null, string][] = [
  ["missing", table([]), null, "there is no interface eth0"],
  ["down", table([link({ up: false })], own), null, "eth0 is down"],
  ["no carrier", table([link({ running: false })], own), null, "eth0 has no carrier"],
  ["no address", table([link()]), null, "eth0 has no IPv4 address to send from"],
  ["only the VIP", table([link()], held(VIP)), null, "eth0 has no IPv4 address to send from"],
  ["only IPv6", table([link()], held("fe80::1")), null, "eth0 has no IPv4 address to send from"],
  [
    "an address of another interface",
    table([link()], held("10.0.0.1", { interfaceIndex: 3 })),
    null,
    "eth0 has no IPv4 address to send from",
  ],
  ["sockets refused", table([link()], own), "no rights", "no rights"],
];

test.each(problems)("%s", (_, state, openProblem, problem) => {
  expect(linkCondition(instance({}), state, vips, openProblem)).toEqual({ usable: false, problem });
});

const sources: [string, readonly HeldAddress[], string][] = [
  ["the first one", [own, held("192.168.1.3")], "192.168.1.2"],
  ["never the VIP", [held(VIP, { prefixLength: 32 }), own], "192.168.1.2"],
  ["a primary one before a secondary one", [held("192.168.1.9", { secondary: true }), own], "192.168.1.2"],
  ["a secondary one when there is no other", [held("192.168.1.9", { secondary: true })], "192.168.1.9"],
];

test.each(sources)("source: %s", (_, addresses, address) => {
  expect(linkCondition(instance({}), table([link()], ...addresses), vips, null)).toEqual({ usable: true, address });
});

test("an owner sends from the address it owns, a configured source goes before all", () => {
  const state = table([link()], held(VIP));
  expect(linkCondition(instance({ priority: 255 }), state, vips, null)).toEqual({ usable: true, address: VIP });
  const configured = instance({ sourceAddress: "192.168.1.77" });
  expect(linkCondition(configured, state, vips, null)).toEqual({ usable: true, address: "192.168.1.77" });
});

const track = (weight: number, reverse = false) =>
  instance({ trackInterfaces: [{ interface: "eth1", weight, reverse }] });
const eth1 = (up: boolean): LinkTable => table([link(), link({ index: 3, name: "eth1", running: up })], own);

const adjustments: [number, boolean, boolean, number][] = [
  [10, false, true, 10],
  [10, false, false, 0],
  [-10, false, true, 0],
  [-10, false, false, -10],
  [10, true, true, 0],
  [10, true, false, 10],
  [-10, true, true, -10],
];

test.each(adjustments)("weight %i, reverse %s, up %s: %i", (weight, reverse, up, adjustment) => {
  expect(trackedAdjustment(track(weight, reverse), eth1(up)).adjustment).toBe(adjustment);
});

test("weight 0 means fault, reverse the other way round", () => {
  const problem = "tracked interface eth1 is down";
  expect(linkCondition(track(0), eth1(false), vips, null)).toEqual({ usable: false, problem });
  expect(linkCondition(track(0), table([link()], own), vips, null)).toEqual({ usable: false, problem });
  expect(linkCondition(track(0), eth1(true), vips, null).usable).toBe(true);
  expect(linkCondition(track(0, true), eth1(true), vips, null)).toMatchObject({ usable: false });
});

test("over IPv6 the source is the interface's link-local address that is no VIP", () => {
  const virtualAddresses = ["fe80::100", "2001:db8::100"].map((address) => ({
    address,
    prefixLength: 128,
    interface: "eth0",
    label: null,
  }));
  const sixth = instance({ version: 3, virtualAddresses });
  const other = new Set(virtualAddresses.map(({ address }) => address));
  const full = table(
    [link()],
    own,
    held("fe80::100", { scope: 253 }),
    held("2001:db8::2"),
    held("fe80::2", { scope: 253 }),
  );
  expect(linkCondition(sixth, full, other, null)).toEqual({ usable: true, address: "fe80::2" });
  const problem = "eth0 has no link-local IPv6 address to send from";
  expect(linkCondition(sixth, table([link()], own, held("2001:db8::2")), other, null)).toEqual({
    usable: false,
    problem,
  });
});

test("leftovers are exactly what an earlier run would have added", () => {
  const added = held(VIP, { prefixLength: 32 });
  expect(leftovers(instance({}), table([link()], own, added))).toHaveLength(1);
  expect(leftovers(instance({}), table([link()], own))).toEqual([]);
  // An operator's own address with another prefix, one on another interface, an owner's address.
  expect(leftovers(instance({}), table([link()], held(VIP)))).toEqual([]);
  expect(leftovers(instance({}), table([link()], held(VIP, { prefixLength: 32, interfaceIndex: 5 })))).toEqual([]);
  expect(leftovers(instance({ priority: 255 }), table([link()], added))).toEqual([]);
});

test("held is what the kernel has on the right interface, under whatever prefix", () => {
  expect(heldAddresses(instance({}), table([link()], held(VIP)))).toHaveLength(1);
  expect(heldAddresses(instance({}), table([link()], held(VIP, { interfaceIndex: 9 })))).toEqual([]);
});

test("an address whose interface is missing has no change to send", () => {
  const addresses = instance({}).virtualAddresses;
  expect(addressChanges("add", addresses, table([]))).toEqual([{ address: addresses[0], change: null }]);
  expect(addressChanges("add", addresses, table([link()]))[0]?.change).toMatchObject({ op: "add", interfaceIndex: 2 });
});

test("from one list of addresses to another: what is in both is not touched, another label goes first", () => {
  const address = (text: string, label: string | null = null) => ({
    address: text,
    prefixLength: 32,
    interface: "eth0",
    label,
  });
  const exchange = addressExchange(
    [address("10.0.0.1"), address("10.0.0.2"), address("10.0.0.3")],
    [address("10.0.0.1"), address("10.0.0.3", "eth0:x"), address("10.0.0.4")],
  );
  expect(exchange).toEqual({
    first: [address("10.0.0.3")],
    added: [address("10.0.0.3", "eth0:x"), address("10.0.0.4")],
    last: [address("10.0.0.2")],
  });
});

test("dont_track_primary: the interface may be down, not missing", () => {
  const config = instance({ ignoresInterface: true });
  expect(linkCondition(config, table([link({ up: false, running: false })], own), vips, null).usable).toBe(true);
  expect(linkCondition(config, table([]), vips, null).usable).toBe(false);
});

test("track_src_ip: the source address has to be somewhere", () => {
  const config = instance({ sourceAddress: "192.168.1.2", tracksSource: true });
  expect(linkCondition(config, table([link()], own), vips, null).usable).toBe(true);
  const problem = "the source address 192.168.1.2 is on no interface";
  expect(linkCondition(config, table([link()]), vips, null, true)).toEqual({ usable: false, problem });
});

test("unicast needs its source to come up, and keeps going without it", () => {
  const config = instance({ sourceAddress: "192.168.1.2", unicastPeers: ["192.168.1.11"] });
  const problem = "the source address 192.168.1.2 is on no interface";
  expect(linkCondition(config, table([link()]), vips, null)).toEqual({ usable: false, problem });
  expect(linkCondition(config, table([link()]), vips, null, true).usable).toBe(true);
  expect(linkCondition(config, table([link()], own), vips, null).usable).toBe(true);
  const multicast = instance({ sourceAddress: "192.168.1.2" });
  expect(linkCondition(multicast, table([link()]), vips, null).usable).toBe(true);
});

test("unicast_fault_no_peer without a peer", () => {
  const problem = "there is no unicast peer (unicast_fault_no_peer)";
  const config = instance({ lacksPeer: true });
  expect(linkCondition(config, table([link()], own), vips, null)).toEqual({ usable: false, problem });
});

test("a macvlan has to be there and on", () => {
  const config = instance({ advertInterface: "vrrp.51" });
  const macvlan = link({ index: 3, name: "vrrp.51" });
  expect(linkCondition(config, table([link(), macvlan], own), vips, null).usable).toBe(true);
  const off = link({ ...macvlan, up: false });
  const problem = "vrrp.51 is not there yet";
  for (const links of [[link()], [link(), off]]) {
    expect(linkCondition(config, table(links, own), vips, null)).toEqual({ usable: false, problem });
  }
});

test("an ipvlan without an address of the configuration's speaks from its own, one with an address from that", () => {
  const ipvlan = {
    name: "iv",
    parent: "eth0",
    family: "inet6",
    mode: "bridge",
    address: null,
    withoutIpv6: false,
  } as const;
  const virtualAddresses = [{ address: "fe80::100", prefixLength: 128, interface: "eth0", label: null }];
  const sixth = instance({ virtualAddresses, ipvlan, advertInterface: "iv" });
  const links = [link(), link({ index: 3, name: "iv", kind: "ipvlan", parentIndex: 2 })];
  const below = held("fe80::2", { scope: 253 });
  expect(linkCondition(sixth, table(links, below), vips, null)).toEqual({
    usable: false,
    problem: "iv has no link-local IPv6 address to send from",
  });
  const its = held("fe80::3", { scope: 253, interfaceIndex: 3 });
  expect(linkCondition(sixth, table(links, below, its), vips, null)).toEqual({ usable: true, address: "fe80::3" });
});
