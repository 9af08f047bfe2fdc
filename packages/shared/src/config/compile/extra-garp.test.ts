import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";

const load = (lines: string, globals = "") => {
  const text = `global_defs {
  ${globals}
}
vrrp_instance V {
  interface eth0
  virtual_router_id 51
  ${lines}
  virtual_ipaddress {
    192.168.1.100
    192.168.2.100 dev eth1
    192.168.2.101 dev eth1
  }
}
`;
  const { model, diagnostics } = loadConfig({ path: "test.conf", text }, () => []);
  return { extra: model?.vrrpInstances[0]?.garp.extra, codes: diagnostics.map(({ code }) => code) };
};

const every = (milliseconds: number, ...interfaces: string[]): object => ({ every: milliseconds, interfaces });

test.each<[lines: string, globals: string, extra: object | undefined]>([
  ["garp_extra_if all 100", "", every(100_000, "eth1")],
  ["garp_extra_if 100 all", "", every(100_000, "eth1")],
  ["garp_extra_if 100", "", undefined],
  ["garp_extra_if 0", "vrrp_garp_extra_if all 100", undefined],
  ["", "vrrp_garp_extra_if all 7", every(7000, "eth1")],
  ["garp_extra_if 100\nuse_vmac_addr", "", every(100_000, "vrrp.51")],
  ["garp_extra_if 100\nuse_vmac", "", undefined],
  ["garp_extra_if 100\nuse_vmac\nuse_vmac_addr", "", every(100_000, "vrrp1.51")],
  ["garp_extra_if all 100\nuse_vmac", "", every(100_000, "eth1")],
  ["garp_extra_if all 100\nuse_ipvlan 192.168.1.9", "", every(100_000, "eth0", "eth1")],
  ["garp_extra_if all 100\nuse_vmac\nvmac_xmit_base", "", every(100_000, "vrrp.51", "eth1")],
])("%j with %j", (lines, globals, extra) => {
  expect(load(lines, globals)).toEqual({ extra, codes: [] });
});

test.each([
  ["garp_extra_if all", "", "config.missing-value"],
  ["garp_extra_if 86401", "", "config.bad-value"],
  ["", "vrrp_garp_extra_if 1.5", "config.bad-value"],
  ["vmac_garp_intvl 5", "", "config.old-spelling"],
  ["", "vrrp_vmac_garp_intvl 5", "config.old-spelling"],
])("%j with %j: %s", (lines, globals, code) => {
  expect(load(lines, globals).codes).toEqual([code]);
});
