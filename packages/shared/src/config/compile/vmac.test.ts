import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";

const load = (lines: string, addresses = "192.168.1.100", globals = "") => {
  const instance = `vrrp_instance V {
  interface eth0
  virtual_router_id 51
  priority 100
  ${lines}
  virtual_ipaddress {
    ${addresses}
  }
}
`;
  const text = `global_defs {\n  ${globals}\n}\n${instance}`;
  const { model, diagnostics } = loadConfig({ path: "test.conf", text }, () => [], { configId: "lvs1" });
  return { instance: model?.vrrpInstances[0], codes: diagnostics.map(({ code }) => code) };
};

test("use_vmac moves the adverts and the addresses to a macvlan", () => {
  const { instance, codes } = load("use_vmac", "192.168.1.100\n 192.168.2.100 dev eth1");
  expect(codes).toEqual([]);
  expect(instance).toMatchObject({
    interface: "eth0",
    advertInterface: "vrrp.51",
    macvlans: [{ name: "vrrp.51", parent: "eth0", mac: "00:00:5e:00:01:33", family: "inet" }],
  });
  expect(instance?.virtualAddresses.map((address) => address.interface)).toEqual(["vrrp.51", "eth1"]);
});

const forms: [
  lines: string,
  addresses: string,
  globals: string,
  macvlans: string[],
  advertInterface: string | undefined,
][] = [
  ["", "192.168.1.100", "", [], undefined],
  ["use_vmac vm", "192.168.1.100", "", ["vm eth0 00:00:5e:00:01:33"], "vm"],
  ["use_vmac 02:00:00:00:00:07", "192.168.1.100", "", ["vrrp.51 eth0 02:00:00:00:00:07"], "vrrp.51"],
  ["use_vmac vm 02:0A:00:00:00", "192.168.1.100", "", ["vm eth0 02:0a:00:00:00:33"], "vm"],
  ["use_vmac", "fe80::1", "", ["vrrp.51 eth0 00:00:5e:00:02:33"], "vrrp.51"],
  ["use_vmac", "192.168.1.100", "vmac_prefix vm", ["vm.51 eth0 00:00:5e:00:01:33"], "vm.51"],
  ["use_vmac\n vmac_xmit_base", "192.168.1.100", "", ["vrrp.51 eth0 00:00:5e:00:01:33"], undefined],
  [
    "use_vmac\n use_vmac_addr",
    "192.168.1.100\n 192.168.2.1 dev eth1\n 192.168.2.2 dev eth1",
    "",
    ["vrrp.51 eth0 00:00:5e:00:01:33", "vrrp1.51 eth1 00:00:5e:00:01:33"],
    "vrrp.51",
  ],
  [
    "use_vmac vm",
    "192.168.1.100\n 192.168.2.1 dev eth1 use_vmac\n 192.168.2.2 dev eth2",
    "vmac_addr_prefix va",
    ["vm eth0 00:00:5e:00:01:33", "va.51 eth1 00:00:5e:00:01:33"],
    "vm",
  ],
];

test.each(forms)("%s, %s, %s", (lines, addresses, globals, macvlans, advertInterface) => {
  const { instance, codes } = load(lines, addresses, globals);
  expect(codes).toEqual([]);
  expect((instance?.macvlans ?? []).map(({ name, parent, mac }) => `${name} ${parent} ${mac}`)).toEqual(macvlans);
  expect(instance?.advertInterface).toBe(advertInterface);
});

test("unicast adverts leave from the interface itself, and that is said", () => {
  const { instance, codes } = load("use_vmac\n unicast_peer {\n 192.168.1.11\n }");
  expect(codes).toEqual(["config.default-taken"]);
  expect(instance?.advertInterface).toBeUndefined();
  expect(instance?.macvlans).toHaveLength(1);
});

test("a name that the kernel would refuse", () => {
  expect(load("use_vmac much-too-long-a-name").codes).toEqual(["config.bad-interface"]);
});
