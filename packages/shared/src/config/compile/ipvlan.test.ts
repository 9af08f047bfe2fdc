import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";
import type { ConfigModel } from "../model.ts";
import { planChanges } from "../plan-changes.ts";

const text = (lines: string, address: string, globals: string): string => `global_defs {
  ${globals}
}
vrrp_instance V {
  virtual_router_id 51
  ${lines}
  virtual_ipaddress {
    ${address}
  }
}
`;
const load = (lines: string, address = "192.168.1.100", globals = "") => {
  const { model, diagnostics } = loadConfig({ path: "test.conf", text: text(lines, address, globals) }, () => []);
  return { model, instance: model?.vrrpInstances[0], codes: diagnostics.map(({ code }) => code) };
};

const forms: [words: string, address: string, globals: string, name: string, ipvlan: object, source: string | null][] =
  [
    [
      "192.168.1.9/24",
      "192.168.1.100",
      "",
      "vrrp.51",
      { mode: "bridge", family: "inet", withoutIpv6: true, address: { address: "192.168.1.9", prefixLength: 24 } },
      "192.168.1.9",
    ],
    [
      "vepa iv 192.168.1.9",
      "192.168.1.100",
      "",
      "iv",
      { mode: "vepa", address: { address: "192.168.1.9", prefixLength: 32 } },
      "192.168.1.9",
    ],
    ["", "fe80::1", "vmac_prefix vm", "vm.51", { family: "inet6", withoutIpv6: false, address: null }, null],
    ["private fe80::9", "fe80::1", "", "vrrp.51", { mode: "private", family: "inet6" }, "fe80::9"],
  ];

test.each(forms)("use_ipvlan %s for %s", (words, address, globals, name, ipvlan, source) => {
  const { instance, codes } = load(`interface eth0\nuse_ipvlan ${words}`, address, globals);
  expect(codes).toEqual([]);
  expect(instance).toMatchObject({ interface: "eth0", advertInterface: name, sourceAddress: source });
  expect(instance?.ipvlan).toMatchObject({ name, parent: "eth0", ...ipvlan });
  expect(instance?.virtualAddresses[0]?.interface).toBe("eth0");
});

test("the source that the file names counts more than the ipvlan's own address, in strict mode too", () => {
  const lines = "interface eth0\nuse_ipvlan 192.168.1.9/24\nmcast_src_ip 192.168.1.8";
  expect(load(lines).instance?.sourceAddress).toBe("192.168.1.8");
  expect(load(lines, "192.168.1.100", "vrrp_strict").instance?.advertInterface).toBe("vrrp.51");
});

test.each([
  ["use_ipvlan", "192.168.1.100", ["config.missing-value"]],
  ["use_ipvlan fe80::9", "192.168.1.100", ["config.bad-address"]],
  ["use_ipvlan 192.168.1.9 bridge private", "192.168.1.100", ["config.extra-argument"]],
  ["use_ipvlan 192.168.1.9\nuse_vmac", "192.168.1.100", ["config.contradiction"]],
])("%j for %s: %j", (lines, address, codes) => {
  expect(load(`interface eth0\n${lines}`, address).codes).toEqual(codes);
});

const UNICAST = "unicast_src_ip 192.168.1.2\nunicast_peer {\n192.168.1.3\n}";

test("vrf stands for the interface, and addresses go to the default one", () => {
  const { instance, codes } = load(`vrf blue\n${UNICAST}`, "192.168.1.100\n192.168.2.1 dev eth2");
  expect(codes).toEqual([]);
  expect(instance).toMatchObject({ interface: "blue", inVrf: true });
  expect(instance?.virtualAddresses.map((address) => address.interface)).toEqual(["eth0", "eth2"]);
  const elsewhere = load(`vrf blue\n${UNICAST}`, "192.168.1.100", "default_interface eth7");
  expect(elsewhere.instance?.virtualAddresses[0]?.interface).toBe("eth7");
});

test.each([
  ["vrf blue\ninterface eth0", ["config.contradiction"]],
  ["vrf blue", ["config.missing-keyword"]],
  [`vrf much-too-long-a-name\n${UNICAST}`, ["config.bad-interface"]],
  [UNICAST, ["config.missing-keyword"]],
])("%j: %j", (lines, codes) => {
  expect(load(lines).codes).toEqual(codes);
});

test("a plan tells of another ipvlan", () => {
  const [from, to] = ["", "use_ipvlan 192.168.1.9/24 private"].map((line) => load(`interface eth0\n${line}`).model);
  expect(planChanges(from ?? null, to as ConfigModel).map(({ sentence }) => sentence)).toEqual([
    "ipvlan of V goes from none to vrrp.51 (private, 192.168.1.9): the instance is stopped and started anew.",
  ]);
});
