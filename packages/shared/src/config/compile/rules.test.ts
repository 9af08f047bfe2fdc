import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";

const load = (...rules: readonly string[]) => {
  const text = `track_group G {
  group {
    VI_1
  }
}
static_rules {
  ${rules.join("\n  ")}
}
vrrp_instance VI_1 {
  interface eth0
  virtual_router_id 51
  priority 100
  virtual_ipaddress {
    192.168.1.100
  }
  virtual_rules {
    ${rules.join("\n    ")}
  }
}
`;
  return loadConfig({ path: "test.conf", text }, () => [], { configId: "lvs1" });
};

const net = { address: "192.168.2.0", prefixLength: 24 };
const table = (number: number) => ({ kind: "table", table: number });

const lines: [string, object][] = [
  ["from 192.168.2.0/24 table 1 preference 40", { preference: 40, from: net, action: table(1) }],
  ["to 192.168.2.0/24 lookup main pref 41", { preference: 41, to: net, action: table(254) }],
  [
    "not from 192.168.2.0/24 to 192.168.29.0/26 table 7 iif p33p1 oif wlan0 tos 22 fwmark 24/12 priority 39",
    {
      preference: 39,
      not: true,
      from: net,
      to: { address: "192.168.29.0", prefixLength: 26 },
      action: table(7),
      inputInterface: "p33p1",
      outputInterface: "wlan0",
      tos: 22,
      mark: { value: 24, mask: 12 },
    },
  ],
  ["from all goto 50 preference 3", { preference: 3, action: { kind: "goto", preference: 50 } }],
  ["blackhole from 192.168.2.0/24 preference 4", { preference: 4, from: net, action: { kind: "blackhole" } }],
  [
    "to 1:2::/64 preference 5 table 6 uidrange 10000-19999 ip_proto UDP sport 10-20 dport 53 no_track",
    {
      family: "inet6",
      preference: 5,
      to: { address: "1:2::", prefixLength: 64 },
      action: table(6),
      users: [10_000, 19_999],
      ipProtocol: 17,
      sourcePorts: [10, 20],
      destinationPorts: [53, 53],
      untracked: true,
    },
  ],
  [
    "inet6 table 6 preference 6 suppress_prefixlength 0 track_group G",
    { family: "inet6", preference: 6, action: table(6), suppressPrefixLength: 0, trackGroup: "G" },
  ],
];

test.each(lines)("%s", (line, rule) => {
  const { model, diagnostics } = load(line);
  expect(diagnostics).toEqual([]);
  expect(model?.staticRules).toEqual([{ family: "inet", ...rule }]);
  expect(model?.vrrpInstances[0]?.rules).toEqual(model?.staticRules);
  expect(model?.trackGroups).toEqual([{ name: "G", members: ["VI_1"] }]);
});

test("rules without a preference get one each, in the order of the file", () => {
  const { model, diagnostics } = load("from 192.168.2.0/24 table 1", "to 192.168.2.0/24 table 1");
  expect(diagnostics.map(({ code }) => code)).toEqual(Array(4).fill("config.default-taken"));
  expect(model?.staticRules?.map(({ preference }) => preference)).toEqual([16_384, 16_383]);
  expect(model?.vrrpInstances[0]?.rules?.map(({ preference }) => preference)).toEqual([16_382, 16_381]);
});

const wrong: [string, string][] = [
  ["from 192.168.2./24 table 1", "config.bad-address"],
  ["from 192.168.2.0/24 to 1:2::/64 table 1", "config.mixed-families"],
  ["from 192.168.2.0/24 table", "config.missing-value"],
  ["from 192.168.2.0/24 table small preference 1", "config.bad-value"],
  ["to 192.168.2.0/24 dport 30-20 preference 1", "config.bad-value"],
  ["from 192.168.2.0/24 realms 30/20", "config.not-implemented"],
  ["from 192.168.2.0/24 table 1 track_group H", "config.unknown-tracker"],
];

test.each(wrong)("%s: %s", (line, code) => {
  const { model, diagnostics } = load(line);
  expect(model).toBeNull();
  expect(diagnostics.map((each) => each.code)).toContain(code);
});
