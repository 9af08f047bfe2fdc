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
  [
    "src 192.168.1.100 10.3.0.0/16 via 192.168.1.1",
    { destination: { address: "10.3.0.0", prefixLength: 16 }, via: "192.168.1.1", source: "192.168.1.100" },
  ],
  [
    "10.4.0.0/16 via 192.168.1.1 or 192.168.1.2",
    {
      destination: { address: "10.4.0.0", prefixLength: 16 },
      nextHops: ["192.168.1.1", "192.168.1.2"].map((via) => ({ via, interface: null, weight: 1, onlink: false })),
    },
  ],
  [
    "10.5.0.0/16 nexthop via 192.168.1.1 dev eth0 weight 2 onlink nexthop dev eth1",
    {
      destination: { address: "10.5.0.0", prefixLength: 16 },
      nextHops: [
        { via: "192.168.1.1", interface: "eth0", weight: 2, onlink: true },
        { via: null, interface: "eth1", weight: 1, onlink: false },
      ],
    },
  ],
  [
    "10.6.0.0/16 dev eth0 scope host protocol bird tos 0x10 mtu lock 1400 rtt 100 rto_min 300ms no_track",
    {
      destination: { address: "10.6.0.0", prefixLength: 16 },
      interface: "eth0",
      scope: 254,
      protocol: 12,
      tos: 16,
      metrics: [
        [1, 4],
        [2, 1400],
        [4, 800],
        [13, 300],
      ],
      untracked: true,
    },
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
  ["10.0.0.0/8 dev eth0 encap mpls 100", "config.not-implemented"],
  ["10.0.0.0/8 dev eth0 mtu huge", "config.bad-value"],
  ["10.0.0.0/8 dev eth0 scope near", "config.bad-value"],
  ["blackhole", "config.missing-value"],
  ["10.0.0.0/8 dev", "config.missing-value"],
];

test.each(wrong)("%s: %s", (line, code) => {
  const { model, diagnostics } = load(line);
  expect(model).toBeNull();
  expect(diagnostics.map((each) => each.code)).toContain(code);
});
