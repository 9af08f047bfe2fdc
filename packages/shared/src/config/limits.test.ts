import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";

const SIZE = 5_000_000;
const filled = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);

/** Names that double eighty times over. */
const doubling = (separator: string): string =>
  Array.from({ length: 80 }, (_, i) => `$b${i}=$b${i - 1}${separator}$b${i - 1}\n`).join("");

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
