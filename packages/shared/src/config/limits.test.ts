import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";

const SIZE = 5_000_000;
const filled = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);

/** Names that double eighty times over. */
const doubling = (separator: string): string =>
  Array.from({ length: 80 }, (_, i) => `$b${i}=$b${i - 1}${separator}$b${i - 1}\n`).join("");

const numbered = (piece: (index: number) => string): string => {
  const pieces: string[] = [];
  for (let index = 0, size = 0; size < SIZE; index++) size += pieces[pieces.push(piece(index)) - 1]?.length ?? 1;
  return pieces.join("");
};

const GROUP_SERVICE = "virtual_server group g {\nprotocol TCP\nlb_algo rr\nlb_kind DR\nreal_server 10.1.0.1 {\n}\n}\n";

const database = (index: number): string =>
  `real_server 10.${index >> 16}.${(index >> 8) & 255}.${index & 255} 80 {\nMYSQL_CHECK {\ndefaults_file /a\nrequire_no_other_writer\n}\n}\n`;

/** The limit on a quiet machine is 2 s; a busy one gets more, and anything quadratic still takes minutes. */
const PATIENCE = 20_000;

test.each([
  ["opening braces", filled("{")],
  ["opening braces, one a line", filled("{\n")],
  ["closing braces, one a line", filled("}\n")],
  ["blocks in blocks", filled("a {\n")],
  ["one word a line", filled("a\n")],
  ["empty lines", filled("\n")],
  ["one long line", filled("interface ")],
  ["quotes", filled('"\n')],
  ["backslashes", filled("\\\n")],
  ["macros without a name", filled("$\n")],
  ["unknown macros", filled("$a\n")],
  ["conditions", filled("@a b\n")],
  ["sequences", filled("~SEQ(i,1,100) a$i\n")],
  ["a sequence of sequences", "~SEQ(i,1,9999) ~SEQ(j,1,9999) a$i$j\n"],
  ["macros that double", `$b-1=x\n$b0=$a $a\n${doubling(" ")}$b79\n`],
  ["macros that double in lines", `$b0=x\n${doubling("\\\n")}$b79\n`],
  ["a macro that contains itself", "$a=$a $a\n$a\n"],
  ["a macro of a million lines", `$a=x\\\n${filled("y\\\n")}`],
  ["instances never closed", filled("vrrp_instance V {\n")],
  ["empty instances", filled("vrrp_instance V {\n}\n")],
  ["the same keyword", `vrrp_instance V {\n${filled("priority 1\n")}`],
  ["the same server", `virtual_server 1.1.1.1 1 {\n${filled("real_server 1.1.1.1 1 {\n}\n")}`],
  ["addresses", `vrrp_instance V {\nvirtual_ipaddress {\n${filled("10.0.0.1\n")}`],
  ["misspelt words", filled("vrrp_instanse V\n")],
  ["Chinese", filled("中文\n")],
  ["instances without end", numbered((i) => `vrrp_instance V${i} {\ninterface eth0\nvirtual_router_id 1\n}\n`)],
  ["sync groups without end", numbered((i) => `vrrp_sync_group G${i} {\ngroup {\na${i} b${i}\n}\n}\n`)],
  ["groups of thousands", numbered((i) => `virtual_server_group g${i} {\n10.0.0.0/20 80\n}\n`)],
  ["a group of thousands, used by thousands", `virtual_server_group g {\n10.0.0.0/20 80\n}\n${filled(GROUP_SERVICE)}`],
  ["databases that ask each other", `virtual_server 1.1.1.1 1 {\n${numbered(database)}`],
  ["includes of nothing", filled("include nothing\n")],
  ["warnings without end", `vrrp_instance V {\n${filled("priority 1 1\n")}`],
])("%s: an answer, in bounded time, with a bounded list of problems", { timeout: PATIENCE }, (_name, text) => {
  const { diagnostics } = loadConfig({ path: "k.conf", text }, () => []);
  expect(diagnostics.length).toBeLessThanOrEqual(1002);
});

test("five megabytes of honest configuration load", { timeout: PATIENCE }, () => {
  const server =
    "    real_server 10.0.0.1 3306 {\n        weight 3\n        TCP_CHECK {\n            retry 3\n        }\n    }\n";
  const services: string[] = [];
  for (let i = 0, size = 0; size < SIZE; i++) {
    const text = `virtual_server 10.${i >> 16}.${(i >> 8) & 255}.${i & 255} 3306 {\n    protocol TCP\n    lb_algo wrr\n    lb_kind DR\n${server}}\n`;
    services.push(text);
    size += text.length;
  }
  const { model, diagnostics } = loadConfig({ path: "k.conf", text: services.join("") }, () => []);
  expect(diagnostics).toEqual([]);
  expect(model?.virtualServers).toHaveLength(services.length);
});
