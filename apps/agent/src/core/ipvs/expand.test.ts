import { millis } from "@baton/shared/base/duration.ts";
import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import { expect, test } from "vitest";
import { expandTable, type IsWanted } from "./expand.ts";

const position = { line: 1, column: 1 };
const range = { path: "t", start: position, end: position };

const server = (address: string, changes: Partial<RealServer> = {}): RealServer => ({
  range,
  address,
  port: 3306,
  weight: 3,
  forwarding: "DR",
  inhibitOnFailure: false,
  checkers: [],
  ...changes,
});

const virtualServer = (changes: Partial<VirtualServer>): VirtualServer => ({
  range,
  protocol: "TCP",
  address: "192.168.1.100",
  port: 3306,
  scheduler: "wrr",
  forwarding: "DR",
  persistenceTimeout: millis(50_000),
  delayLoop: millis(6000),
  alpha: false,
  omega: false,
  quorum: 1,
  hysteresis: 0,
  realServers: [server("192.168.1.5"), server("192.168.1.6")],
  ...changes,
});

const entries = (changes: Partial<VirtualServer>, down: readonly string[] = [], hasQuorum = true) => {
  const table = expandTable(
    [virtualServer(changes)],
    (_, { address }) => !down.includes(address),
    () => hasQuorum,
  );
  return [...table.values()].flatMap(({ destinations }) =>
    [...destinations].map(([key, { forwarding, weight }]) => `${key} ${forwarding} ${weight}`),
  );
};

const yes = (): boolean => true;

test("the article's virtual server", () => {
  const [service] = expandTable([virtualServer({})], yes, yes).values();
  expect(service?.service).toEqual({
    id: { kind: "address", protocol: "TCP", address: "192.168.1.100", port: 3306 },
    scheduler: "wrr",
    schedulerFlags: 0,
    onePacket: false,
    persistence: { timeoutSeconds: 50, prefixLength: 32 },
    persistenceEngine: null,
  });
  expect(entries({})).toEqual(["192.168.1.5:3306 DR 3", "192.168.1.6:3306 DR 3"]);
});

test("a server that is down is absent, or there with weight 0 when inhibited", () => {
  const realServers = [server("192.168.1.5"), server("192.168.1.6", { inhibitOnFailure: true })];
  expect(entries({ realServers }, ["192.168.1.5", "192.168.1.6"])).toEqual(["192.168.1.6:3306 DR 0"]);
});

test("DR and TUN take the service's port, NAT has the server's own", () => {
  const realServers = [
    server("10.0.0.1", { port: 1 }),
    server("10.0.0.2", { port: 2, forwarding: "TUN" }),
    server("10.0.0.3", { port: 3, forwarding: "NAT" }),
  ];
  expect(entries({ realServers })).toEqual(["10.0.0.1:3306 DR 3", "10.0.0.2:3306 TUN 3", "10.0.0.3:3 NAT 3"]);
});

test("a virtual server or real server that is written twice counts once", () => {
  const twice = virtualServer({ realServers: [server("10.0.0.1"), server("10.0.0.1", { weight: 9 })] });
  const table = expandTable([twice, virtualServer({ scheduler: "rr" })], yes, yes);
  expect(table.size).toBe(1);
  expect([...table.values()].map(({ service, destinations }) => [service.scheduler, destinations.size])).toEqual([
    ["wrr", 1],
  ]);
});

test("the sorry server stands in for all while the quorum is lost", () => {
  const sorryServer = { address: "192.168.1.7", port: 3306, forwarding: "NAT" as const, inhibit: false };
  const both = ["192.168.1.5:3306 DR 3", "192.168.1.6:3306 DR 3"];
  expect(entries({ sorryServer })).toEqual(both);
  expect(entries({ sorryServer }, ["192.168.1.5"], false)).toEqual(["192.168.1.7:3306 NAT 1"]);
  expect(entries({}, ["192.168.1.5"], false)).toEqual(["192.168.1.6:3306 DR 3"]);
  const inhibited = { ...sorryServer, inhibit: true };
  expect(entries({ sorryServer: inhibited })).toEqual([...both, "192.168.1.7:3306 NAT 0"]);
});

test("what else the kernel can do is passed through", () => {
  const changes = { schedulerFlags: 3, onePacket: true, persistenceEngine: "sip", persistencePrefixLength: 24 };
  const realServers = [server("10.0.0.1", { upperThreshold: 9, lowerThreshold: 3 })];
  const [service] = expandTable([virtualServer({ ...changes, realServers })], yes, yes).values();
  expect(service?.service).toMatchObject({
    schedulerFlags: 3,
    onePacket: true,
    persistenceEngine: "sip",
    persistence: { prefixLength: 24 },
  });
  expect([...(service?.destinations.values() ?? [])]).toMatchObject([{ upperThreshold: 9, lowerThreshold: 3 }]);
});

test("a service by firewall mark has no port of its own: NAT keeps the server's, DR has none", () => {
  const realServers = [server("192.168.1.5", { forwarding: "NAT", port: 8080 }), server("192.168.1.6")];
  const marked = [4, 6].map((family) =>
    virtualServer({
      address: family === 4 ? "0.0.0.0" : "::",
      port: 0,
      mark: 7,
      realServers: family === 4 ? realServers : [],
    }),
  );
  const table = expandTable(marked, yes, yes);
  expect([...table].map(([key, { destinations }]) => [key, ...destinations.keys()])).toEqual([
    ["FWM 7", "192.168.1.5:8080", "192.168.1.6:0"],
    ["FWM 7 IPv6"],
  ]);
});

test("a group is several services with one pool, each at its own port; only the wanted ones are there", () => {
  const services = [
    { address: "10.0.0.1", port: 80 },
    { address: "10.0.0.2", port: 81 },
    { address: "0.0.0.0", port: 0, mark: 7 },
  ];
  const realServers = [server("192.168.1.5"), server("192.168.1.6", { forwarding: "NAT", port: 8080 })];
  const group = virtualServer({ address: "0.0.0.0", port: 0, group: { name: "web", services }, realServers });
  const keys = (isWanted: IsWanted) =>
    [...expandTable([group], yes, yes, undefined, isWanted)].map(([key, own]) => [key, ...own.destinations.keys()]);
  expect(keys(yes)).toEqual([
    ["TCP 10.0.0.1:80", "192.168.1.5:80", "192.168.1.6:8080"],
    ["TCP 10.0.0.2:81", "192.168.1.5:81", "192.168.1.6:8080"],
    ["FWM 7", "192.168.1.5:0", "192.168.1.6:8080"],
  ]);
  expect(keys((_, { address }) => address === "10.0.0.2").map(([key]) => key)).toEqual(["TCP 10.0.0.2:81"]);
});

test("a tunnel's type, port and checksum are the kernel's", () => {
  const realServers = [
    server("10.0.0.1", { forwarding: "TUN" }),
    server("10.0.0.2", { forwarding: "TUN", tunnel: { type: "gue", port: 6080, checksum: "remote" } }),
    server("10.0.0.3", { forwarding: "TUN", tunnel: { type: "gre", port: 0, checksum: "checksum" } }),
  ];
  const [service] = expandTable([virtualServer({ realServers })], yes, yes).values();
  expect([...(service?.destinations.values() ?? [])].map(({ tunnel }) => tunnel)).toEqual([
    { type: "ipip", port: 0, flags: 0 },
    { type: "gue", port: 6080, flags: 2 },
    { type: "gre", port: 0, flags: 1 },
  ]);
});

test("standby servers serve only while the quorum is lost, beside those that are left, and before the sorry server", () => {
  const realServers = [server("10.0.0.1"), server("10.0.0.2", { standby: true }), server("10.0.0.3")];
  const pool = {
    realServers,
    sorryServer: { address: "10.0.0.9", port: 3306, forwarding: "DR", inhibit: false },
  } as const;
  expect(entries(pool)).toEqual(["10.0.0.1:3306 DR 3", "10.0.0.3:3306 DR 3"]);
  expect(entries(pool, ["10.0.0.1"], false)).toEqual(["10.0.0.2:3306 DR 3", "10.0.0.3:3306 DR 3"]);
  expect(entries(pool, ["10.0.0.1", "10.0.0.2", "10.0.0.3"], false)).toEqual(["10.0.0.9:3306 DR 1"]);
  const inhibited = realServers.map((each) => ({ ...each, inhibitOnFailure: true }));
  expect(entries({ realServers: inhibited })).toContain("10.0.0.2:3306 DR 0");
});
