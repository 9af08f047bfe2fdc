import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IPVSADM, whyNoIpvs } from "./testbed/keepalived.ts";
import { createLan, type Lan } from "./testbed/lan.ts";
import { runServices, type Services } from "./testbed/namespace.ts";
import { modelFrom } from "./testbed/parity-rows.ts";
import { UNHURRIED_MS, until } from "../../testing/until.ts";

/**
 * Two directors that are each other's real servers, by DR: what one hands to the other is for the other's own table, if it
 * has one, and may come straight back. With only_while_master it has none.
 */

const reason = await whyNoIpvs(IPVSADM);
if (reason) console.warn(`skipped: ${reason}`);

const VIP = "10.52.0.100";
const HOSTS = { d1: "10.52.0.1", d2: "10.52.0.2" } as const;
type Host = keyof typeof HOSTS;

const configuration = (option: string): string => `virtual_server ${VIP} 3306 {
 lb_algo rr
 lb_kind DR
 protocol TCP
 ${option}
 real_server ${HOSTS.d1} 3306 {
 }
 real_server ${HOSTS.d2} 3306 {
 }
}`;

describe.skipIf(reason !== null)("two directors that are the real servers", () => {
  let lan: Lan;
  const running = new Map<Host, Services>();

  const servers = (host: Host): number => lan.run(host, IPVSADM, "-Sn").split("-r ").length - 1;
  const tablesBecome = (d1: number, d2: number): Promise<void> =>
    until(`${d1} servers in d1's table, ${d2} in d2's`, () => servers("d1") === d1 && servers("d2") === d2, {
      everyMs: UNHURRIED_MS,
    });

  const moveVip = (to: Host, from: Host | null): void => {
    if (from) lan.ip(from, "address", "delete", `${VIP}/32`, "dev", "eth0");
    lan.ip(to, "address", "add", `${VIP}/32`, "dev", "eth0");
    lan.ip("client", "neighbour", "flush", "dev", "eth0");
  };
  const ask = (times: number, patienceMs?: number) =>
    lan.talk("client", { type: "ask", address: VIP, port: 3306, times, ...(patienceMs ? { patienceMs } : {}) });

  const both = ["d1", "d1", "d2", "d2"];

  beforeAll(async () => {
    lan = createLan(`ipv-p${process.pid}`);
    lan.add("client", "10.52.0.50/24");
    for (const host of ["d1", "d2"] as const) {
      lan.add(host, `${HOSTS[host]}/24`);
      lan.ip(host, "address", "add", `${VIP}/32`, "dev", "lo");
      lan.sysctl(host, { "conf.all.arp_ignore": 1, "conf.all.arp_announce": 2, ip_forward: 1 });
    }
    moveVip("d1", null);
    const model = modelFrom(configuration("only_while_master"));
    for (const host of ["d1", "d2"] as const) running.set(host, runServices(lan.name(host), model));
    const ready = (["d1", "d2"] as const).map((name) => lan.talk(name, { type: "serve", name, ports: [3306] }));
    expect((await Promise.all(ready)).flat()).toEqual(["", ""]);
    await tablesBecome(2, 0);
  });

  afterAll(async () => {
    for (const services of running.values()) {
      services.kill();
      await services.exited;
    }
    await lan?.remove();
  });

  test("the table is where the VIP is, and every connection is answered by one of both", async () => {
    expect([...(await ask(4))].sort()).toEqual(both);
  });

  test("it follows the VIP", async () => {
    moveVip("d2", "d1");
    await tablesBecome(0, 2);
    expect([...(await ask(4))].sort()).toEqual(both);
  });

  test("without only_while_master both have it, and connections go round in circles", async () => {
    for (const services of running.values()) services.send({ type: "reload", model: modelFrom(configuration("")) });
    await tablesBecome(2, 2);
    const heard = await ask(4, 3000);
    expect(heard.filter((who) => who.startsWith("-")).length).toBeGreaterThan(0);
    for (const services of running.values())
      services.send({ type: "reload", model: modelFrom(configuration("only_while_master")) });
    await tablesBecome(0, 2);
    expect([...(await ask(4))].sort()).toEqual(both);
  });
});
