import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findNft } from "../../io/firewall/nft.ts";
import { UNHURRIED_MS, until } from "../../testing/until.ts";
import { IPVSADM, whyNoIpvs } from "./testbed/keepalived.ts";
import { createLan, type Lan } from "./testbed/lan.ts";
import { runServices, type Services } from "./testbed/namespace.ts";
import { modelFrom } from "./testbed/parity-rows.ts";

/**
 * nftables_ipvs: a client's connections to the addresses of groups, which the director's rules mark and the kernel forwards by
 * that mark. By NAT and by DR, over IPv4 and IPv6; what is not in a group goes where it went. Each is answered with a name.
 */

const nft = findNft();
const reason = (await whyNoIpvs(IPVSADM)) ?? (nft === null ? "nft is not here" : null);
if (reason) console.warn(`skipped: ${reason}`);

const SERVERS = { s1: { four: "10.50.0.11", six: "fd00:50::11" }, s2: { four: "10.50.0.12", six: "fd00:50::12" } };
type Name = keyof typeof SERVERS;
const NAMES = ["s1", "s2"] as const;
/** Where servers listen that get their connections by NAT. */
const NAT_PORT = 80;
/** Of one address of a group, and of its range. DR brings connections to the port that was asked for. */
const PORTS = { single: 301, range: 302 } as const;
/** Of a virtual server of its own at an address of a group, and of a program on the director. */
const [OWN_PORT, LOCAL_PORT] = [303, 304];

interface Family {
  readonly network: string;
  readonly director: readonly string[];
  readonly client: string;
  /** NAT's clients come from elsewhere, so that answers pass the director again. */
  readonly far: string;
  readonly nat: readonly [string, string, string];
  readonly direct: readonly [string, string, string];
  readonly length: { readonly network: number; readonly host: number };
}

const FOUR: Family = {
  network: "10.51.0.0/24",
  director: ["10.50.0.1", "10.51.0.1"],
  client: "10.50.0.50",
  far: "10.51.0.50",
  nat: ["10.51.0.100", "10.51.0.101", "10.51.0.102"],
  direct: ["10.50.0.100", "10.50.0.101", "10.50.0.102"],
  length: { network: 24, host: 32 },
};
const SIX: Family = {
  network: "fd00:51::/64",
  director: ["fd00:50::1", "fd00:51::1"],
  client: "fd00:50::50",
  far: "fd00:51::50",
  nat: ["fd00:51::100", "fd00:51::101", "fd00:51::102"],
  direct: ["fd00:50::100", "fd00:50::101", "fd00:50::102"],
  length: { network: 64, host: 128 },
};

const group = (name: string, [single, first, last]: Family["nat"]): string =>
  `virtual_server_group ${name} {\n ${single} ${PORTS.single}\n ${first}-${last} ${PORTS.range}\n}\n`;

const pool = (head: string, protocol: string, method: string, servers: readonly string[]): string =>
  `virtual_server ${head} {
 lb_algo rr
 lb_kind ${method}
 protocol ${protocol}
${servers.map((server) => ` real_server ${server} {\n }`).join("\n")}
}
`;

const fours = NAMES.map((name) => SERVERS[name].four);
const sixes = NAMES.map((name) => SERVERS[name].six);
const atNatPort = (addresses: readonly string[]): readonly string[] =>
  addresses.map((address) => `${address} ${NAT_PORT}`);

const CONFIGURATION = [
  "global_defs {\n nftables_ipvs balance\n}\n",
  group("nat", FOUR.nat),
  group("nat6", SIX.nat),
  group("direct", FOUR.direct),
  group("direct6", SIX.direct),
  pool("group nat", "TCP", "NAT", atNatPort(fours)),
  pool("group nat", "UDP", "NAT", atNatPort(fours)),
  pool("group nat6", "TCP", "NAT", atNatPort(sixes)),
  pool("group direct", "TCP", "DR", fours),
  pool("group direct6", "TCP", "DR", sixes),
  pool(`${FOUR.nat[0]} ${OWN_PORT}`, "TCP", "NAT", [`${SERVERS.s2.four} ${NAT_PORT}`]),
].join("");
const SERVICES = CONFIGURATION.split("virtual_server ").length - 1;

/** The groups' addresses on a real server, as DR wants them: silent in ARP. */
const QUIET = { "conf.all.arp_ignore": 1, "conf.all.arp_announce": 2, "conf.all.rp_filter": 0 };

describe.skipIf(reason !== null)("traffic by marks", () => {
  let lan: Lan;
  let running: Services;

  /** Without a search for another owner an IPv6 address is there at once. */
  const put = (host: string, address: string, length: number, device = "eth0"): void =>
    lan.ip(host, "address", "add", `${address}/${length}`, "dev", device, ...(address.includes(":") ? ["nodad"] : []));

  const setUpServer = (name: Name): void => {
    const { four, six } = SERVERS[name];
    lan.add(name, `${four}/24`);
    put(name, six, 64);
    for (const family of [FOUR, SIX]) {
      lan.ip(name, "route", "add", family.network, "via", family.director[0] ?? "");
      for (const address of family.direct) put(name, address, family.length.host, "lo");
    }
    lan.sysctl(name, QUIET);
  };

  const setUpDirector = (): void => {
    const [first = "", ...others] = FOUR.director;
    lan.add("director", `${first}/24`);
    for (const address of others) put("director", address, FOUR.length.network);
    for (const address of SIX.director) put("director", address, SIX.length.network);
    for (const { nat, direct, length } of [FOUR, SIX]) {
      for (const address of [...nat, ...direct]) put("director", address, length.host);
    }
    lan.sysctl("director", { ip_forward: 1, "conf.all.rp_filter": 0, "conf.eth0.send_redirects": 0 });
    lan.run("director", "sysctl", "-q", "-w", "net.ipv6.conf.all.forwarding=1");
  };

  const setUpClient = (host: "client" | "far"): void => {
    lan.add(host, `${FOUR[host]}/24`);
    put(host, SIX[host], 64);
  };

  const rules = (): string => lan.run("director", nft ?? "nft", "list", "ruleset");
  const table = (): string => lan.run("director", IPVSADM, "-Sn");

  const setUpPrograms = async (): Promise<void> => {
    const ports = [NAT_PORT, ...Object.values(PORTS)];
    for (const name of NAMES) {
      expect(await lan.talk(name, { type: "serve", name, ports })).toEqual(["", "", ""]);
      expect(await lan.talk(name, { type: "serve-udp", name, port: NAT_PORT })).toEqual([""]);
    }
    expect(await lan.talk("director", { type: "serve", name: "director", ports: [LOCAL_PORT] })).toEqual([""]);
  };

  beforeAll(async () => {
    lan = createLan(`ipv-k${process.pid}`);
    setUpDirector();
    for (const name of NAMES) setUpServer(name);
    for (const host of ["client", "far"] as const) setUpClient(host);
    running = runServices(lan.name("director"), modelFrom(CONFIGURATION));
    await setUpPrograms();
    await until(
      `a table of ${SERVICES} services, and rules of both families`,
      () => table().split("-A ").length - 1 === SERVICES && rules().includes(SIX.direct[1]),
      { everyMs: UNHURRIED_MS },
    );
  });

  afterAll(async () => {
    running?.kill();
    await running?.exited;
    await lan?.remove();
  });

  const ask = (host: string, address: string, port: number, times = 2) =>
    lan.talk(host, { type: "ask", address, port, times, patienceMs: 5000 });

  /** Two connections to each address of a group, one address after another. */
  const askGroup = async (host: string, [single, first, last]: Family["nat"]): Promise<readonly string[]> => [
    ...(await ask(host, single, PORTS.single)),
    ...(await ask(host, first, PORTS.range)),
    ...(await ask(host, last, PORTS.range)),
  ];

  /** The group is one service, so turns are taken over all of its addresses; its first server comes whenever. */
  const inTurn = (heard: readonly string[]): void => {
    expect([...new Set(heard)].sort()).toEqual(["s1", "s2"]);
    expect(heard.every((name, index) => index === 0 || name !== heard[index - 1])).toBe(true);
    expect(heard).toHaveLength(6);
  };

  test("one service for each group and protocol, by its mark", () => {
    const services = table()
      .split("\n")
      .filter((line) => line.startsWith("-A "));
    expect(services.filter((line) => line.startsWith("-A -f "))).toHaveLength(SERVICES - 1);
    expect(services.filter((line) => line.includes(FOUR.nat[0]))).toEqual([
      expect.stringContaining(`${FOUR.nat[0]}:${OWN_PORT}`),
    ]);
  });

  test("NAT over IPv4: an address and a range, of different ports", async () => {
    inTurn(await askGroup("far", FOUR.nat));
  });

  test("NAT over IPv6", async () => {
    inTurn(await askGroup("far", SIX.nat));
  });

  test("DR over IPv4: the port stays what was asked for", async () => {
    inTurn(await askGroup("client", FOUR.direct));
  });

  test("DR over IPv6", async () => {
    inTurn(await askGroup("client", SIX.direct));
  });

  test("UDP of the same addresses has a mark of its own", async () => {
    const question = { type: "ask-udp", address: FOUR.nat[2], port: PORTS.range, times: 4 } as const;
    expect([...(await lan.talk("far", question))].sort()).toEqual(["s1", "s1", "s2", "s2"]);
  });

  test("another port of a group's address is what it was: a service of its own, a program, or nothing", async () => {
    expect(await ask("far", FOUR.nat[0], OWN_PORT)).toEqual(["s2", "s2"]);
    expect(await ask("far", FOUR.nat[1], LOCAL_PORT)).toEqual(["director", "director"]);
    expect(await ask("far", SIX.nat[1], LOCAL_PORT)).toEqual(["director", "director"]);
    // The port of the range, at the address that is not in it.
    expect(await ask("far", FOUR.nat[0], PORTS.range, 1)).toEqual([expect.stringContaining("ECONNREFUSED")]);
  });

  test("after the end neither rule nor service is left, and the director's own program still answers", async () => {
    expect(rules()).toContain("table ip6 balance");
    running.send({ type: "stop" });
    expect(await running.exited).toBe(0);
    expect(rules().trim()).toBe("");
    expect(table().trim()).toBe("");
    expect(await ask("far", FOUR.nat[0], PORTS.single, 1)).toEqual([expect.stringContaining("ECONNREFUSED")]);
    expect(await ask("far", FOUR.nat[0], LOCAL_PORT, 1)).toEqual(["director"]);
  });
});
