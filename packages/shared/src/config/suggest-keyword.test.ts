import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";

const suggestions = (text: string): (string | undefined)[] =>
  loadConfig({ path: "k.conf", text }, () => [])
    .diagnostics.filter(({ code }) => code === "config.unknown-keyword")
    .map(({ suggestion }) => suggestion);

test.each([
  ["vrrp_instance V {\nprioritty 100\n}", "did you mean 'priority'?"],
  ["vrrp_instance V {\nPRIORITY 100\n}", "did you mean 'priority'?"],
  ["vrrp_script S {\nraise 2\n}", "did you mean 'rise'?"],
  ["vrrp_instnace V {\n}", "did you mean 'vrrp_instance'?"],
  ["virtual_server 1.1.1.1 1 {\nreal_sevrer 1.1.1.2 1 {\n}\n}", "did you mean 'real_server'?"],
  ["global_defs {\nvirtual_router_id 5\n}", "it belongs in vrrp_instance"],
  [
    "vrrp_instance V {\nauthentication {\nauth_type PASS\nvirtual_ipaddress {\n}\n}\n}",
    "it belongs in vrrp_instance: the '}' of authentication is probably missing above",
  ],
  ["\u3000global_defs {\n}", "it contains a full-width or no-break space; use an ordinary one"],
  ["frontend mysql {\n}", undefined],
  ["\uff5d", "it contains a full-width character; write the ordinary one"],
  ["// old", "a comment begins with # or !"],
  ["```", "a line of the page or script that this was copied from? remove it"],
  ["router_id=LVS1", "a keyword and its value are separated by a space, with no sign between them"],
])("%j: %s", (text, suggestion) => {
  expect(suggestions(text)).toEqual([suggestion]);
});

test("mistakes inside of a misspelt block are told at once", () => {
  const text = "virtual_sever 1.1.1.1 1 {\nreal_sevrer 1.1.1.2 1 {\nwieght 3\nTCP_CHEK {\nretri 3\n}\n}\n}";
  expect(suggestions(text)).toEqual([
    "did you mean 'virtual_server'?",
    "did you mean 'real_server'?",
    "did you mean 'weight'?",
    "did you mean 'TCP_CHECK'?",
    "did you mean 'retry'?",
  ]);
});

test.each([
  ["vrrp_instance V \uff5b\n}", "this is a full-width brace; write '{'"],
  ["vrrp_instance V {\nadvert_int 500ms\n}", "the unit is always seconds: write 0.5"],
  ["vrrp_instance V {\nstate = MASTER\n}", "nothing stands between a keyword and its value"],
  ["global_defs {\nrouter_id {{ name }}\n}", "a template whose {{ \u2026 }} was never filled in?"],
  [
    "global_defs {\nrouter_id $NAME\n}",
    "a placeholder that was never filled in? Write its value, or define $NAME=VALUE above",
  ],
  ["virtual_server 1.1.1.1:80 {\nprotocol TCP\n}", "a space stands before the port: 1.1.1.1 80"],
])("%j: %s", (text, suggestion) => {
  expect(loadConfig({ path: "k.conf", text }, () => []).diagnostics.map((each) => each.suggestion)).toContain(
    suggestion,
  );
});
