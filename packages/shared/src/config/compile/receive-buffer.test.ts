import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";

const load = (lines: string, globals: string, address = "192.168.1.100") => {
  const text = `global_defs {
  ${globals}
}
vrrp_instance V {
  interface eth0
  virtual_router_id 51
  ${lines}
  virtual_ipaddress {
    ${address}
  }
}
`;
  const { model, diagnostics } = loadConfig({ path: "test.conf", text }, () => []);
  return { buffer: model?.vrrpInstances[0]?.receiveBuffer, codes: diagnostics.map(({ code }) => code) };
};

test.each<[lines: string, globals: string, address: string, buffer: object | undefined]>([
  ["", "", "192.168.1.100", undefined],
  ["kernel_rx_buf_size 70000", "vrrp_rx_bufs_policy MTU", "192.168.1.100", { bytes: 70_000 }],
  ["kernel_rx_buf_size 0", "vrrp_rx_bufs_policy 12000", "192.168.1.100", { bytes: 12_000 }],
  ["", "vrrp_rx_bufs_policy mtu", "192.168.1.100", { mtus: 3 }],
  ["", "vrrp_rx_bufs_policy ADVERT\nvrrp_rx_bufs_multiplier 5", "192.168.1.100", { bytes: 200 }],
  ["version 3", "vrrp_rx_bufs_policy ADVERT", "192.168.1.100", { bytes: 96 }],
  ["", "vrrp_rx_bufs_policy ADVERT", "fe80::1", { bytes: 72 }],
  ["", "vrrp_rx_bufs_policy 0", "192.168.1.100", undefined],
])("%j with %j for %s", (lines, globals, address, buffer) => {
  expect(load(lines, globals, address)).toEqual({ buffer, codes: [] });
});

test.each<[globals: string, codes: readonly string[], buffer: object | undefined]>([
  ["vrrp_rx_bufs_policy MTU ADVERT", ["config.contradiction"], { mtus: 3 }],
  ["vrrp_rx_bufs_policy 12000 MTU", ["config.contradiction"], { bytes: 12_000 }],
  ["vrrp_rx_bufs_policy rubbish", ["config.bad-value"], undefined],
])("%j: %j", (globals, codes, buffer) => {
  expect(load("", globals)).toEqual({ buffer, codes });
});
