import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lintPair } from "./lint-pair.ts";
import { loadConfig } from "./load.ts";
import type { ConfigModel } from "./model.ts";

const read = (name: string): string =>
  readFileSync(new URL(`../../../../conformance/config/valid/${name}`, import.meta.url), "utf8");

const model = (path: string, text: string): ConfigModel => {
  const loaded = loadConfig({ path, text }, () => []);
  if (!loaded.model) throw new Error(loaded.diagnostics.map(({ message }) => message).join("; "));
  return loaded.model;
};

const first = model("lvs1.conf", read("article-lvs1.conf"));
const second = read("article-lvs2.conf");

test("the article's two files belong together", () => {
  expect(lintPair(first, model("lvs2.conf", second))).toEqual([]);
});

test.each([
  ["virtual_router_id 51", "virtual_router_id 52", "error pair.vrid"],
  ["priority 90", "priority 100", "warning pair.priority"],
  ["advert_int 1 ", "advert_int 2 ", "error pair.advert-interval"],
  ["auth_pass 1111", "auth_pass 2222", "error pair.authentication"],
  ["auth_type PASS", "#", "error pair.authentication"],
  ["advert_int 1 ", "version 3 #", "error pair.version"],
  ["state BACKUP", "state BACKUP\nnopreempt", "warning pair.preempt"],
  ["router_id LVS2", "router_id LVS1", "warning pair.same-router-id"],
  ["lb_algo wrr", "lb_algo rr", "warning pair.service-differs"],
  ["weight 3 ", "weight 4 ", "warning pair.service-differs"],
  ["real_server 192.168.1.6", "real_server 192.168.1.7", "warning pair.server-missing"],
  ["virtual_server 192.168.1.100 3306", "virtual_server 192.168.1.100 3307", "error pair.service-missing"],
  ["delay_loop 6", "delay_loop 60", "warning pair.delay-loop"],
  ["        192.168.1.100", "        192.168.1.101", "error pair.addresses"],
])("'%s' changed to '%s' on the second director: %s", (from, to, expected) => {
  expect(second).toContain(from);
  const found = lintPair(first, model("lvs2.conf", second.replace(from, to)));
  expect(found.map(({ severity, code }) => `${severity} ${code}`)).toContain(expected);
});

test("what is on one director only is named as that", () => {
  const messages = (from: string, to: string): readonly string[] =>
    lintPair(first, model("lvs2.conf", second.replace(from, to))).map(({ message }) => message);
  expect(messages("        192.168.1.100", "        2001:db8::1")).toContain(
    "VI_1 is of IPv4 on one director and of IPv6 on the other: both would become master",
  );
  expect(
    messages("    virtual_ipaddress", "    virtual_ipaddress_excluded {\n10.0.0.9\n}\nvirtual_ipaddress"),
  ).toContain("virtual_ipaddress_excluded differs (none and 10.0.0.9)");
});

test("a long password in clear, and a server that nobody checks", () => {
  const text = second.replace("auth_pass 1111", "auth_pass s3cr3tpw").replace(/TCP_CHECK \{[^}]*\}/, "");
  const found = lintPair(model("lvs1.conf", text), model("lvs2.conf", text));
  expect(found.map(({ code }) => code)).toEqual(
    expect.arrayContaining(["pair.clear-password", "pair.unchecked", "pair.priority"]),
  );
});

const instance = (name: string, id: number, device: string, address: string): string => `vrrp_instance ${name} {
  interface ${device}
  virtual_router_id ${id}
  virtual_ipaddress {
    ${address}
  }
}
`;

test("NAT with two instances wants one sync group, on both directors", () => {
  const service = `virtual_server 192.0.2.1 80 {
  lb_algo rr
  lb_kind NAT
  protocol TCP
  real_server 10.0.0.5 80 { }
}
`;
  const apart = model("a", instance("OUT", 1, "eth0", "192.0.2.1") + instance("IN", 2, "eth1", "10.0.0.1") + service);
  const together = model(
    "b",
    `vrrp_sync_group G {\n  group {\n    OUT\n    IN\n  }\n}
${instance("OUT", 1, "eth0", "192.0.2.1") + instance("IN", 2, "eth1", "10.0.0.1") + service}`,
  );
  const codes = (a: ConfigModel, b: ConfigModel): string[] =>
    lintPair(a, b)
      .map(({ code }) => code)
      .filter((code) => code.endsWith("sync-group"));
  expect(codes(apart, apart)).toEqual(["pair.no-sync-group"]);
  expect(codes(together, together)).toEqual([]);
  expect(codes(apart, together)).toEqual(["pair.sync-group", "pair.sync-group"]);
});

test("an address outside of its interface's networks, as far as they are known", () => {
  const pair = model("a", instance("V", 1, "eth0", "192.168.2.100"));
  const found = (known: Record<string, string[]>): string[] =>
    lintPair(pair, pair, new Map(Object.entries(known)))
      .filter(({ code }) => code === "pair.outside-network")
      .map(({ message }) => message);
  expect(found({})).toEqual([]);
  expect(found({ eth1: ["192.168.1.2/24"] })).toEqual([]);
  expect(found({ eth0: ["192.168.1.2/24", "192.168.2.2/24"] })).toEqual([]);
  expect(found({ eth0: ["192.168.1.2/24", "192.168.2.100/32", "fe80::1/64"] })).toEqual([
    "192.168.2.100 of V is in none of the networks of eth0 (192.168.1.2/24)",
  ]);
});

test("static addresses tell an interface's network too", () => {
  const text = `static_ipaddress {\n  192.168.1.2/24 dev eth0\n}\n${instance("V", 1, "eth0", "192.168.2.100")}`;
  const pair = model("a", text);
  expect(lintPair(pair, pair).map(({ code }) => code)).toContain("pair.outside-network");
});

test("a group with other services on the other director", () => {
  const group = (range: string): ConfigModel =>
    model(
      "k.conf",
      `virtual_server_group g {\n${range} 80\n}\nvirtual_server group g {\nprotocol TCP\ndelay_loop 5\nlb_algo rr\nlb_kind NAT\nreal_server 10.0.0.9 80 {\nTCP_CHECK {\n}\n}\n}`,
    );
  expect(lintPair(group("10.0.0.1-2"), group("10.0.0.1-2"))).toEqual([]);
  expect(lintPair(group("10.0.0.1-2"), group("10.0.0.1-3"))).toMatchObject([{ code: "pair.service-differs" }]);
});
