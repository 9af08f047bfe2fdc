import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";
import type { ConfigModel } from "./model.ts";
import { planChanges } from "./plan-changes.ts";

const article = readFileSync(
  new URL("../../../../conformance/config/valid/article-lvs1.conf", import.meta.url),
  "utf8",
);

const model = (text: string): ConfigModel => {
  const loaded = loadConfig({ path: "k.conf", text }, () => []);
  if (!loaded.model) throw new Error(loaded.diagnostics.map(({ message }) => message).join("; "));
  return loaded.model;
};

const sentences = (from: string | null, to: string): string[] =>
  planChanges(from === null ? null : model(from), model(to)).map(({ where, sentence }) => `${where}: ${sentence}`);

test("the same file, formatted otherwise, changes nothing", () => {
  expect(sentences(article, article.replaceAll("    ", "\t\n"))).toEqual([]);
});

test("a first start names everything it makes", () => {
  expect(sentences(null, article)).toEqual([
    "wire: VI_1 starts as backup: virtual_router_id 51 on eth0, version 2, priority 100.",
    "addresses: While master, 192.168.1.100/32 is held on eth0.",
    "table: Virtual server TCP 192.168.1.100 port 3306 is added: wrr, DR.",
    "table: Real server 192.168.1.5 port 3306 is added to TCP 192.168.1.100 port 3306 with weight 3.",
    "table: Real server 192.168.1.6 port 3306 is added to TCP 192.168.1.100 port 3306 with weight 3.",
  ]);
});

test("what holds for the whole file", () => {
  const plain = "global_defs {\n}\n";
  expect(sentences(plain, "net_namespace red\nglobal_defs {\n nftables_ipvs t\n}\n")).toEqual([
    "wire: net_namespace goes from none to red: a reload refuses the whole file, stop and start the agent.",
    "table: Each group of addresses is one service by a mark from 1000 on, set by the nftables table t at priority -1.",
  ]);
  expect(sentences(null, "net_namespace red\n")).toEqual(["wire: Everything below is in the network namespace red."]);
  expect(sentences("global_defs {\n nftables_ipvs t\n}\n", plain)).toEqual([
    "table: The nftables table t goes: groups are services by address again.",
  ]);
});

test.each([
  [
    "priority 100",
    "priority 90",
    "wire: priority of VI_1 goes from 100 to 90: the next advert carries it, and the higher one becomes master.",
  ],
  [
    "auth_pass 1111",
    "auth_pass 2222",
    "wire: The authentication of VI_1 changes: until the other director has it too, adverts are dropped.",
  ],
  [
    "virtual_router_id 51",
    "virtual_router_id 52",
    "wire: VI_1 starts as backup: virtual_router_id 52 on eth0, version 2, priority 100.",
  ],
  [
    "        192.168.1.100",
    "        192.168.1.100/24",
    "addresses: While VI_1 is master, 192.168.1.100/24 on eth0 is added and announced by gratuitous ARP.",
  ],
  [
    "auth_type PASS",
    "auth_type AH",
    "wire: The authentication of VI_1 changes: until the other director has it too, adverts are dropped.",
  ],
  [
    "advert_int 1",
    "advert_int 1\n    kernel_rx_buf_size 70000",
    "wire: receive buffer of VI_1 goes from the usual one to 70000 bytes: so much may wait on the interface for being read.",
  ],
  [
    "advert_int 1",
    "advert_int 1\n    garp_extra_if all 9\n    virtual_ipaddress_excluded {\n 192.168.2.100 dev eth1\n }",
    "wire: garp_extra_if of VI_1 goes from off to every 9 s on eth1: it counts while master.",
  ],
  ["lb_algo wrr", "lb_algo rr", "table: lb_algo of TCP 192.168.1.100 port 3306 goes from wrr to rr; connections stay."],
  [
    "weight 3 ",
    "weight 5 ",
    "table: The weight of 192.168.1.5 port 3306 of TCP 192.168.1.100 port 3306 goes from 3 to 5; connections stay.",
  ],
  [
    "real_server 192.168.1.6",
    "real_server 192.168.1.7",
    "table: Real server 192.168.1.6 port 3306 is removed from TCP 192.168.1.100 port 3306; its connections end.",
  ],
  [
    "connect_timeout 3",
    "connect_timeout 4",
    "checks: The checks of 192.168.1.5 port 3306 of TCP 192.168.1.100 port 3306 start anew with other settings.",
  ],
  [
    "virtual_server 192.168.1.100 3306",
    "virtual_server 192.168.1.100 3307",
    "table: Virtual server TCP 192.168.1.100 port 3306 and its 2 real servers are removed; their connections end.",
  ],
])("'%s' to '%s'", (from, to, sentence) => {
  expect(article).toContain(from);
  expect(sentences(article, article.replace(from, to))).toContain(sentence);
});

test("of a group, the services that come and go are named", () => {
  const group = (lines: string): string =>
    `virtual_server_group g {\n${lines}\n}\nvirtual_server group g {\nprotocol TCP\nlb_algo rr\nlb_kind NAT\nreal_server 10.0.0.9 80 {\n}\n}`;
  expect(sentences(group("10.0.0.1-2 80"), group("10.0.0.2-3 80"))).toEqual([
    "table: TCP 10.0.0.3 port 80 is added to TCP group g.",
    "table: TCP 10.0.0.1 port 80 is removed from TCP group g; its connections end.",
  ]);
});
