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
])("%j: %s", (text, suggestion) => {
  expect(suggestions(text)).toEqual([suggestion]);
});
