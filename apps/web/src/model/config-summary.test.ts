import { loadConfig } from "@baton/shared/config/load.ts";
import { expect, test } from "vitest";
import { summarise } from "./config-summary.ts";

const summaryOf = (text: string) => {
  const { model, diagnostics } = loadConfig({ path: "k.conf", text }, () => []);
  if (!model) throw new Error(JSON.stringify(diagnostics));
  return summarise(model);
};

const INSTANCE =
  "vrrp_instance V {\ninterface eth0\nvirtual_router_id 9\npriority 90\nadvert_int 2\nvirtual_ipaddress {\n10.0.0.9/24\n}\n}\n";
const server = (n: number, check = "") => `real_server 10.0.1.${n} 80 {\n${check}\n}\n`;
const service = (servers: string) =>
  `virtual_server 10.0.0.9 80 {\nlb_algo rr\nlb_kind DR\nprotocol TCP\ndelay_loop 5\n${servers}}\n`;

test("the time to notice a dead master is three adverts and the skew of RFC 3768", () => {
  expect(summaryOf(INSTANCE).instances).toEqual([
    {
      name: "V",
      vrid: 9,
      version: 2,
      interface: "eth0",
      state: "BACKUP",
      priority: 90,
      addresses: ["10.0.0.9/24"],
      advertInterval: 2000,
      detection: 6000 + ((256 - 90) / 256) * 1000,
    },
  ]);
});

test("of several checks the fastest one counts, and a server without any is said to have none", () => {
  const slow = "TCP_CHECK {\nconnect_timeout 9\n}";
  const fast = "TCP_CHECK {\nconnect_timeout 1\nretry 0\n}";
  const [found] = summaryOf(service(server(1, `${slow}\n${fast}`) + server(2))).services;
  // A delay_loop may pass before the probe that fails.
  expect(found?.servers.map(({ detection }) => detection)).toEqual([{ worst: 6000, refused: 5000 }, null]);
});

test("what is too much to be listed is counted", () => {
  const many = Array.from({ length: 60 }, (_, n) => server(n + 1)).join("");
  const [found] = summaryOf(service(many)).services;
  expect([found?.servers.length, found?.moreServers]).toEqual([50, 10]);
});
