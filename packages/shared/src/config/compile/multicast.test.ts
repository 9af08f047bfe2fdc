import { expect, test } from "vitest";
import { lintPair } from "../lint-pair.ts";
import { loadConfig } from "../load.ts";
import type { ConfigModel } from "../model.ts";
import { planChanges } from "../plan-changes.ts";

const instance = (name: string, line: string, address: string): string => `vrrp_instance ${name} {
  interface eth0
  virtual_router_id 51
  ${line}
  virtual_ipaddress {
    ${address}
  }
}
`;
const load = (text: string) => loadConfig({ path: "test.conf", text }, () => []);
const model = (text: string): ConfigModel => {
  const loaded = load(text);
  if (!loaded.model) throw new Error(loaded.diagnostics.map(({ message }) => message).join("; "));
  return loaded.model;
};
const groupOf = (line: string, globals = "", address = "192.168.1.100"): string | undefined =>
  model(`global_defs {\n${globals}\n}\n${instance("V", line, address)}`).vrrpInstances[0]?.multicastGroup;

test.each<[line: string, globals: string, address: string, group: string | undefined]>([
  ["", "", "192.168.1.100", undefined],
  ["mcast_dst_ip 239.1.2.3", "vrrp_mcast_group4 224.0.0.100", "192.168.1.100", "239.1.2.3"],
  ["", "vrrp_mcast_group4 224.0.0.100", "192.168.1.100", "224.0.0.100"],
  ["", "vrrp_mcast_group4 224.0.0.100", "fe80::1", undefined],
  ["", "vrrp_mcast_group6 ff02:0::100", "fe80::1", "ff02::100"],
  ["mcast_dst_ip 224.0.0.18", "vrrp_mcast_group4 224.0.0.100", "192.168.1.100", undefined],
  ["unicast_peer {\n192.168.1.3\n}", "vrrp_mcast_group4 224.0.0.100", "192.168.1.100", undefined],
])("%j with %j for %s: adverts go to %s", (line, globals, address, group) => {
  expect(groupOf(line, globals, address)).toBe(group);
});

const pair = (here: string, there: string): string =>
  instance("A", here, "192.168.1.100") + instance("B", there, "192.168.1.101");

test("one VRID on one interface stands for several routers only in different groups", () => {
  expect(load(pair("", "mcast_dst_ip 239.1.2.3")).model).not.toBeNull();
  expect(load(pair("mcast_dst_ip 239.1.2.3", "mcast_dst_ip 239.1.2.3")).diagnostics).toMatchObject([
    { code: "config.duplicate-vrid" },
  ]);
});

test("partners are found by their group first, and another group is an error", () => {
  const both = model(pair("priority 90", "priority 90\nmcast_dst_ip 239.1.2.3"));
  const codes = (other: string): string[] => lintPair(both, model(other)).map(({ code }) => code);
  const swapped =
    instance("B", "mcast_dst_ip 239.1.2.3", "192.168.1.101") + instance("A", "priority 91", "192.168.1.100");
  expect(codes(swapped)).toEqual([]);
  expect(codes(pair("priority 91", "priority 91\nmcast_dst_ip 239.1.2.4"))).toEqual(["pair.group"]);
});

test("a plan tells of another group", () => {
  const [from, to] = ["", "mcast_dst_ip 239.1.2.3"].map((line) => model(instance("V", line, "192.168.1.100")));
  expect(planChanges(from ?? null, to as ConfigModel).map(({ sentence }) => sentence)).toEqual([
    "multicast group of V goes from the usual one to 239.1.2.3: until the other director has it too, neither hears the other.",
  ]);
});
