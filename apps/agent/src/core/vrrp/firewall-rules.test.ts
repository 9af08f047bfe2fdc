import { loadConfig } from "@baton/shared/config/load.ts";
import { expect, test } from "vitest";
import { DEFAULT_FIREWALL, firewallRules } from "./firewall-rules.ts";

const rules = (lines: string, address = "192.168.1.100", settings = DEFAULT_FIREWALL): string[] | null => {
  const text = `vrrp_instance V {
  interface eth0
  virtual_router_id 51
  ${lines}
  virtual_ipaddress {
    ${address}
  }
}
`;
  const { model } = loadConfig({ path: "test.conf", text }, () => [], { configId: "lvs1" });
  const commands = firewallRules(model?.vrrpInstances ?? [], settings);
  return (
    commands?.flatMap((command) => (JSON.stringify(command).includes('"rule"') ? [JSON.stringify(command)] : [])) ??
    null
  );
};

test("who accepts, or owns the address, needs no rules", () => {
  expect(rules("priority 100")).toBeNull();
  expect(rules("priority 255\n no_accept")).toBeNull();
});

test("no_accept: both ways, and neighbour discovery first over IPv6", () => {
  expect(rules("priority 100\n no_accept")).toHaveLength(2);
  const inet6 = rules("priority 100\n no_accept", "fe80::1\n 2001:db8::1") ?? [];
  expect(inet6).toHaveLength(6);
  expect(inet6[0]).toContain("nd-neighbor-solicit");
  expect(inet6[1]).toContain("eth0");
  expect(inet6[2]).not.toContain("eth0");
});

test("a macvlan's group reports leave from the interface below", () => {
  const [igmp, ...rest] = rules("priority 100\n use_vmac") ?? [];
  expect(rest).toEqual([]);
  expect(igmp).toContain('"oifname"');
  expect(igmp).toContain('"dev":"eth0"');
  expect(rules("priority 100\n use_vmac", "fe80::1")).toHaveLength(2);
});

test("counters stand before the verdict", () => {
  const [rule] = rules("priority 100\n no_accept", "192.168.1.100", { ...DEFAULT_FIREWALL, counters: true }) ?? [];
  expect(rule).toContain('{"counter":null},{"drop":null}');
});
