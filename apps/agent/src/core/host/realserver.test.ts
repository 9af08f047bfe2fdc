import { expect, test } from "vitest";
import { type HostState, loopbackFact, problemsOf, rememberBefore, startActions, stopActions } from "./realserver.ts";

const VIP = "192.168.1.100";
const host = (
  values: readonly [number, number, number, number],
  addresses: readonly string[] = [],
  up = true,
): HostState => ({
  loopbackUp: up,
  loopback: addresses.map((address) => ({ address, prefixLength: address.includes(":") ? 128 : 32 })),
  settings: new Map([
    ["net/ipv4/conf/lo/arp_ignore", values[0]],
    ["net/ipv4/conf/lo/arp_announce", values[1]],
    ["net/ipv4/conf/all/arp_ignore", values[2]],
    ["net/ipv4/conf/all/arp_announce", values[3]],
  ]),
});
const RIGHT = host([1, 2, 1, 2], [VIP]);

test("start silences ARP before the address appears", () => {
  const actions = startActions(host([0, 0, 0, 0]), [VIP]);
  expect(actions.map(({ type }) => type)).toEqual(["set", "set", "set", "set", "add-address"]);
});

test("start does nothing on a host that is right, and leaves a stricter arp_ignore", () => {
  expect(startActions(RIGHT, [VIP])).toEqual([]);
  expect(startActions(host([2, 2, 2, 2], [VIP]), [VIP])).toEqual([]);
});

test("an address with another prefix length is not the VIP", () => {
  const wide: HostState = { ...RIGHT, loopback: [{ address: VIP, prefixLength: 24 }] };
  expect(startActions(wide, [VIP])).toEqual([{ type: "add-address", address: VIP, prefixLength: 32 }]);
});

test("stop takes the address off first and puts the values found before back", () => {
  const before = rememberBefore(host([0, 1, 0, 0]), [VIP]);
  expect(stopActions(RIGHT, [VIP], before)).toEqual([
    { type: "remove-address", address: VIP, prefixLength: 32 },
    { type: "set", key: "net/ipv4/conf/lo/arp_ignore", value: 0 },
    { type: "set", key: "net/ipv4/conf/lo/arp_announce", value: 1 },
    { type: "set", key: "net/ipv4/conf/all/arp_ignore", value: 0 },
    { type: "set", key: "net/ipv4/conf/all/arp_announce", value: 0 },
  ]);
});

test("stop leaves an address that was there before start, and writes nothing but the ARP settings", () => {
  const before = rememberBefore(RIGHT, [VIP]);
  expect(stopActions(RIGHT, [VIP], before)).toEqual([]);
  expect(stopActions(host([1, 2, 1, 2]), [VIP], { settings: { "kernel/panic": 1 }, addresses: [] })).toEqual([]);
});

test("each thing that is wrong has its own sentence", () => {
  expect(problemsOf(RIGHT, VIP)).toEqual([]);
  expect(problemsOf(host([0, 2, 1, 0], [], false), VIP)).toEqual([
    "192.168.1.100/32 is not on lo",
    "lo is down",
    "net.ipv4.conf.lo.arp_ignore is 0, should be 1",
    "net.ipv4.conf.all.arp_announce is 0, should be 2",
  ]);
  expect(problemsOf({ ...RIGHT, settings: new Map() }, VIP)).toHaveLength(4);
});

test("an IPv6 VIP needs no ARP settings", () => {
  expect(startActions(host([0, 0, 0, 0]), ["2001:db8::100"])).toEqual([
    { type: "add-address", address: "2001:db8::100", prefixLength: 128 },
  ]);
  expect(loopbackFact(host([0, 0, 0, 0], ["2001:db8::100"]), "2001:db8::100")).toMatchObject({
    onLoopback: true,
    problems: [],
  });
});
