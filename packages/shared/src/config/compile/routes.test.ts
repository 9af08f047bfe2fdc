import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";

const load = (line: string) => {
  const text = `static_routes {
  ${line}
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 100
  virtual_ipaddress {
    192.168.1.100
  }
  virtual_routes {
    ${line}
  }
}
`;
  return loadConfig({ path: "test.conf", text }, () => [], { configId: "lvs1" });
};
const plain = { type: "unicast", via: null, interface: null, source: null, metric: null, table: 254 };

const lines: [string, object][] = [
  ["10.0.0.0/8 via 192.168.1.1", { destination: { address: "10.0.0.0", prefixLength: 8 }, via: "192.168.1.1" }],
  ["10.1.1.1 dev eth1", { destination: { address: "10.1.1.1", prefixLength: 32 }, interface: "eth1" }],
  [
    "default via 192.168.1.1 dev eth0 src 192.168.1.100 metric 10 table 100",
    {
      destination: { address: "0.0.0.0", prefixLength: 0 },
      via: "192.168.1.1",
      interface: "eth0",
      source: "192.168.1.100",
      metric: 10,
      table: 100,
    },
  ],
  [
    "default via inet6 fe80::1 dev eth0",
    { destination: { address: "::", prefixLength: 0 }, via: "fe80::1", interface: "eth0" },
  ],
  [
    "blackhole 10.2.0.0/16 table local",
    { type: "blackhole", destination: { address: "10.2.0.0", prefixLength: 16 }, table: 255 },
  ],
];

test.each(lines)("%s", (line, route) => {
  const { model, diagnostics } = load(line);
  expect(diagnostics).toEqual([]);
  expect(model?.staticRoutes).toEqual([{ ...plain, ...route }]);
  expect(model?.vrrpInstances[0]?.routes).toEqual(model?.staticRoutes);
});

const wrong: [string, string][] = [
  ["10.0.0.0/8", "config.missing-keyword"],
  ["10.0.0.0/40 dev eth0", "config.bad-address"],
  ["10.0.0.0/8 via nowhere dev eth0", "config.bad-address"],
  ["10.0.0.0/8 dev eth0 mtu 1400", "config.not-implemented"],
  ["blackhole", "config.missing-value"],
  ["10.0.0.0/8 dev", "config.missing-value"],
];

test.each(wrong)("%s: %s", (line, code) => {
  const { model, diagnostics } = load(line);
  expect(model).toBeNull();
  expect(diagnostics.map((each) => each.code)).toContain(code);
});
