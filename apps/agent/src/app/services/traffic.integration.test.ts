import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IPVSADM, whyNoIpvs } from "./testbed/keepalived.ts";
import { createLan, type Lan } from "./testbed/lan.ts";
import { runServices, type Services } from "./testbed/namespace.ts";
import { modelFrom } from "./testbed/parity-rows.ts";
import { UNHURRIED_MS, until } from "../../testing/until.ts";

/**
 * A client's connections through a director that Baton has set up, to real servers: every scheduler and every way to
 * forward by TCP over IPv4, and TCP over IPv6 and UDP by NAT. Each connection is answered with the name of the server.
 */

const reason = await whyNoIpvs(IPVSADM, "modprobe");
if (reason) console.warn(`skipped: ${reason}`);

const CLIENT = "10.50.0.50";
const DIRECTOR = "10.50.0.1";
/** NAT's clients come from elsewhere, so that answers pass the director again. */
const FAR_CLIENT = "10.51.0.50";
const NAT_VIP = "10.51.0.100";
const VIP = "10.50.0.100";
const SERVERS = { s1: "10.50.0.11", s2: "10.50.0.12" } as const;
type Name = keyof typeof SERVERS;
const SERVER_PORT = 80;

const UDP_PORT = 301;
/** The same networks over IPv6. */
const SIX = { director: "fd00:50::1", farDirector: "fd00:51::1", far: "fd00:51::50", vip: "fd00:51::100" } as const;
const SERVERS_SIX: Readonly<Record<Name, string>> = { s1: "fd00:50::11", s2: "fd00:50::12" };

const ONE_OF_BOTH = ["s1", "s2"];
/** Who answers six connections in a row, with weights 2 and 1; null where that is not determined. */
const SCHEDULERS: Readonly<Record<string, (heard: readonly string[]) => void>> = {
  rr: (heard) => expect([...heard].sort()).toEqual(["s1", "s1", "s1", "s2", "s2", "s2"]),
  wrr: (heard) => expect([...heard].sort()).toEqual(["s1", "s1", "s1", "s1", "s2", "s2"]),
  sh: (heard) => expect(new Set(heard).size).toBe(1),
  mh: (heard) => expect(new Set(heard).size).toBe(1),
  dh: (heard) => expect(new Set(heard).size).toBe(1),
  fo: (heard) => expect(new Set(heard)).toEqual(new Set(["s1"])),
  ...Object.fromEntries(["lc", "wlc", "lblc", "lblcr", "sed", "nq", "ovf"].map((name) => [name, () => {}])),
};

/** Each method with the server that understands it. */
const METHODS: readonly (readonly [string, Name])[] = [
  ["DR", "s1"],
  ["TUN", "s1"],
  ["TUN type gue port 6080", "s1"],
  ["TUN type gue port 6080 csum", "s1"],
  ["TUN type gue port 6080 remcsum", "s1"],
  ["TUN type gre", "s1"],
  ["TUN type gre csum", "s2"],
];

const real = (name: Name, port: number, options: string): string =>
  `real_server ${SERVERS[name]} ${port} {\n ${options}\n }`;
const schedulerPort = (index: number): number => 101 + index;
const methodPort = (index: number): number => 201 + index;

const pair = (head: string, protocol: string, addresses: Readonly<Record<Name, string>>): string =>
  `virtual_server ${head} {
 lb_algo rr
 lb_kind NAT
 protocol ${protocol}
 real_server ${addresses.s1} ${SERVER_PORT} {\n }
 real_server ${addresses.s2} ${SERVER_PORT} {\n }
}`;

const CONFIGURATION = [
  pair(`${NAT_VIP} ${UDP_PORT}`, "UDP", SERVERS),
  pair(`${SIX.vip} ${SERVER_PORT}`, "TCP", SERVERS_SIX),
  ...Object.keys(SCHEDULERS).map(
    (scheduler, index) => `virtual_server ${NAT_VIP} ${schedulerPort(index)} {
 lb_algo ${scheduler}
 lb_kind NAT
 protocol TCP
 ${real("s1", SERVER_PORT, "weight 2")}
 ${real("s2", SERVER_PORT, "weight 1")}
}`,
  ),
  ...METHODS.map(
    ([method, name], index) => `virtual_server ${VIP} ${methodPort(index)} {
 lb_algo rr
 lb_kind ${method}
 protocol TCP
 ${real(name, methodPort(index), "")}
}`,
  ),
].join("\n");

/** The VIP on a real server, as LVS-DR and tunnels want it: silent in ARP, and fed by any device. */
const QUIET = { "conf.all.arp_ignore": 1, "conf.all.arp_announce": 2, "conf.all.rp_filter": 0 };

describe.skipIf(reason !== null)("traffic", () => {
  let lan: Lan;
  let running: Services;

  /** Without a search for another owner an address is there at once. */
  const addSix = (host: string, address: string, length: number): void =>
    lan.ip(host, "address", "add", `${address}/${length}`, "dev", "eth0", "nodad");

  const setUpServer = (name: Name): void => {
    lan.add(name, `${SERVERS[name]}/24`);
    addSix(name, SERVERS_SIX[name], 64);
    lan.ip(name, "route", "add", "fd00:51::/64", "via", SIX.director);
    lan.ip(name, "route", "add", "10.51.0.0/24", "via", DIRECTOR);
    lan.ip(name, "address", "add", `${VIP}/32`, "dev", "lo");
    lan.ip(name, "fou", "add", "port", "6080", "gue");
    const checksum = name === "s2" ? ["icsum"] : [];
    const ends = ["local", SERVERS[name], "remote", DIRECTOR];
    lan.ip(name, "link", "add", "ipip1", "type", "ipip", ...ends);
    lan.ip(name, "link", "add", "gre1", "type", "gre", ...ends, ...checksum);
    for (const device of ["ipip1", "gre1"]) lan.ip(name, "link", "set", device, "up");
    lan.sysctl(name, { ...QUIET, "conf.ipip1.rp_filter": 0, "conf.gre1.rp_filter": 0, "conf.eth0.rp_filter": 0 });
  };

  const setUpDirector = (): void => {
    lan.add("director", `${DIRECTOR}/24`);
    lan.sysctl("director", { ip_forward: 1, "conf.all.rp_filter": 0, "conf.eth0.send_redirects": 0 });
    lan.ip("director", "address", "add", `${VIP}/32`, "dev", "eth0");
    lan.ip("director", "address", "add", "10.51.0.1/24", "dev", "eth0");
    lan.ip("director", "address", "add", `${NAT_VIP}/32`, "dev", "eth0");
    lan.run("director", "sysctl", "-q", "-w", "net.ipv6.conf.all.forwarding=1");
    addSix("director", SIX.director, 64);
    addSix("director", SIX.farDirector, 64);
    addSix("director", SIX.vip, 128);
  };

  beforeAll(async () => {
    lan = createLan(`ipv-t${process.pid}`);
    lan.add("client", `${CLIENT}/24`);
    lan.run("client", "modprobe", "-a", "ipip", "ip_gre", "fou");
    setUpDirector();
    for (const name of ["s1", "s2"] as const) setUpServer(name);
    lan.add("far", `${FAR_CLIENT}/24`);
    addSix("far", SIX.far, 64);
    running = runServices(lan.name("director"), modelFrom(CONFIGURATION));
    const ports = [SERVER_PORT, ...METHODS.map((_, index) => methodPort(index))];
    const ready = (["s1", "s2"] as const).map((name) => lan.talk(name, { type: "serve", name, ports }));
    expect((await Promise.all(ready)).flat().filter((text) => text !== "")).toEqual([]);
    for (const name of ["s1", "s2"] as const) {
      expect(await lan.talk(name, { type: "serve-udp", name, port: SERVER_PORT })).toEqual([""]);
    }
    const whole = CONFIGURATION.split("real_server").length - 1;
    await until(
      `a table of ${whole} servers`,
      () => lan.run("director", IPVSADM, "-Sn").split("-r ").length - 1 === whole,
      { everyMs: UNHURRIED_MS },
    );
  });

  afterAll(async () => {
    running?.kill();
    await running?.exited;
    await lan?.remove();
  });

  test.each(Object.keys(SCHEDULERS).map((name, index) => ({ name, index })))(
    "$name by NAT",
    async ({ name, index }) => {
      const heard = await lan.talk("far", { type: "ask", address: NAT_VIP, port: schedulerPort(index), times: 6 });
      expect(heard.filter((who) => !ONE_OF_BOTH.includes(who))).toEqual([]);
      SCHEDULERS[name]?.(heard);
    },
  );

  test.each(METHODS.map(([method, name], index) => ({ method, name, index })))("$method", async ({ name, index }) => {
    const heard = await lan.talk("client", { type: "ask", address: VIP, port: methodPort(index), times: 3 });
    expect(heard).toEqual([name, name, name]);
  });

  test("UDP, every datagram from a new port to the next server", async () => {
    const heard = await lan.talk("far", { type: "ask-udp", address: NAT_VIP, port: UDP_PORT, times: 4 });
    expect([...heard].sort()).toEqual(["s1", "s1", "s2", "s2"]);
  });

  test("TCP over IPv6", async () => {
    const heard = await lan.talk("far", { type: "ask", address: SIX.vip, port: SERVER_PORT, times: 4 });
    expect([...heard].sort()).toEqual(["s1", "s1", "s2", "s2"]);
  });

  test("services and servers are counted in facts, a second later", async () => {
    const key = `TCP ${NAT_VIP}:101`;
    const traffic = () => factsOfKind(running.picture(), "virtual-server").find((fact) => fact.key === key)?.traffic;
    await until("six connections counted", () => traffic()?.connections === 6);
    expect(traffic()?.inPackets).toBeGreaterThanOrEqual(24);
    expect(traffic()?.outBytes).toBeGreaterThan(0);
    const servers = factsOfKind(running.picture(), "real-server").filter((fact) => fact.virtualServer === key);
    expect(servers.map((fact) => fact.traffic?.connections)).toEqual([3, 3]);
  });
});
