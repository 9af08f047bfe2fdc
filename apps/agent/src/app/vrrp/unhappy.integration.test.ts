import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { millis } from "@baton/shared/base/duration.ts";
import type { VrrpInstance } from "@baton/shared/config/model.ts";
import { afterEach, describe, expect, test } from "vitest";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { instance, modelOf, VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const VIP = "192.168.1.100";
const problem = networkProblem();
if (problem !== null) console.warn(`VRRP integration tests skipped: ${problem}`);

const running: VrrpProcess[] = [];
const networks: TestNetwork[] = [];

afterEach(async () => {
  for (const each of running.splice(0)) {
    each.child.kill("SIGCONT");
    if (each.exitCode === null) each.kill();
    await until("the end of a process", () => each.exitCode !== null);
  }
  for (const network of networks.splice(0)) network.remove();
});

const createPair = (): TestNetwork => {
  const network = createNetwork({ a: "192.168.1.2/24", b: "192.168.1.11/24" });
  networks.push(network);
  return network;
};

const start = (network: TestNetwork, host: string, ...instances: readonly VrrpInstance[]): VrrpProcess => {
  const started = new VrrpProcess(network.namespace(host), modelOf(...instances));
  running.push(started);
  return started;
};

/** Version 3 with ten adverts a second, to keep the tests short. */
const fast = (changes: Partial<VrrpInstance>): VrrpInstance =>
  instance({ version: 3, authentication: null, advertInterval: millis(100), ...changes });

const holds = (network: TestNetwork, host: string): boolean =>
  network.ip(host, "address", "show").includes(`${VIP}/32`);

const told = (from: VrrpProcess, kind: string): boolean => from.events.some((event) => event.kind === kind);

describe.skipIf(problem !== null)("when things go wrong", () => {
  test("the cable is pulled and plugged in again", async () => {
    const network = createPair();
    const a = start(network, "a", fast({ priority: 100 }));
    const b = start(network, "b", fast({ priority: 90 }));
    await until("a to be master", () => a.state === "master" && b.fact?.master?.priority === 100);
    network.cable("a", "down");
    await until("a to be in fault", () => a.state === "fault");
    expect(a.fact?.cause).toBe("eth0 has no carrier");
    await until("b to take over", () => b.state === "master");
    await until("a's address to go", () => !holds(network, "a"));
    network.cable("a", "up");
    await until("a to be master again", () => a.state === "master" && b.state === "backup");
    expect(a.transitions()).toEqual(["backup", "master", "fault", "backup", "master"]);
  });

  test("the address is removed by someone else: it is put back, and told", async () => {
    const network = createPair();
    const a = start(network, "a", fast({}));
    await until("a to hold the address", () => a.fact?.heldAddresses.length === 1);
    const before = a.events.length;
    network.ip("a", "address", "del", `${VIP}/32`, "dev", "eth0");
    await until("it to be put back", () => a.events.slice(before).some((event) => event.kind === "address.added"));
    expect(holds(network, "a")).toBe(true);
    expect(a.events[before]).toMatchObject({ kind: "address.removed", severity: "warning" });
    expect(a.transitions()).toEqual(["backup", "master"]);
  });

  test("the interface does not exist, then it does, then it is deleted", async () => {
    const network = createPair();
    const vips = [{ address: VIP, prefixLength: 32, interface: "late0", label: null }];
    const a = start(network, "a", fast({ name: "VI_2", interface: "late0", virtualAddresses: vips }));
    await until("fault", () => a.fact?.cause === "there is no interface late0");
    network.ip("a", "link", "add", "late0", "type", "veth", "peer", "name", "late1");
    await until("the interface to be seen", () => a.fact?.cause === "late0 is down");
    network.ip("a", "link", "set", "late0", "up");
    await until("it to lack carrier", () => a.fact?.cause === "late0 has no carrier");
    network.ip("a", "link", "set", "late1", "up");
    await until("it to lack an address", () => a.fact?.cause === "late0 has no IPv4 address to send from");
    network.ip("a", "address", "add", "10.9.0.1/24", "dev", "late0");
    await until("master", () => a.state === "master" && a.fact?.heldAddresses.length === 1);
    network.ip("a", "link", "del", "late0");
    await until("fault again", () => a.state === "fault");
    network.ip("a", "link", "add", "late0", "type", "veth", "peer", "name", "late1");
    network.ip("a", "link", "set", "late1", "up");
    network.ip("a", "address", "add", "10.9.0.1/24", "dev", "late0");
    network.ip("a", "link", "set", "late0", "up");
    await until("master again", () => a.state === "master" && a.fact?.heldAddresses.length === 1);
  });

  test("a tracked interface goes down: the priority falls, and the other one takes over", async () => {
    const network = createPair();
    network.ip("a", "link", "add", "up0", "type", "veth", "peer", "name", "up1");
    for (const name of ["up0", "up1"]) network.ip("a", "link", "set", name, "up");
    const a = start(
      network,
      "a",
      fast({ priority: 100, trackInterfaces: [{ interface: "up0", weight: -50, reverse: false }] }),
    );
    const b = start(network, "b", fast({ priority: 90 }));
    await until("a to be master", () => a.state === "master" && b.fact?.master?.priority === 100);
    network.ip("a", "link", "set", "up1", "down");
    await until("b to pre-empt", () => b.state === "master" && a.state === "backup");
    expect(a.fact).toMatchObject({ basePriority: 100, effectivePriority: 50 });
    network.ip("a", "link", "set", "up1", "up");
    await until("a to pre-empt", () => a.state === "master" && b.state === "backup");
  });

  test("packets that are wrong in every way are counted, told once a kind, and change nothing", async () => {
    const network = createPair();
    const a = start(network, "a", instance({ advertInterval: millis(1000) }));
    await until("a to be master", () => a.state === "master");
    const index = network.ip("b", "-o", "link", "show", "dev", "eth0").split(":")[0] ?? "";
    const script = fileURLToPath(new URL("./integration/send-packets.ts", import.meta.url));
    const packets = [
      // Owner's priority, password 2222.
      "45c0002800000000ff700000c0a8010be00000122133ff0101010000c0a801643232323200000000",
      // Owner's priority, TTL 1.
      "45c00028000000000170 0000c0a8010be00000122133ff0101010000c0a801643131313100000000",
      // Cut off.
      "45c0001600000000ff700000c0a8010be00000122133",
      // Version 7.
      "45c0002800000000ff700000c0a8010be00000127133ff0101010000c0a801643131313100000000",
    ].map((packet) => packet.replaceAll(" ", ""));
    const args = ["netns", "exec", network.namespace("b"), process.execPath, script, "eth0", index];
    execFileSync("ip", [...args, ...packets, ...packets]);
    const total = () => Object.values(a.fact?.refusedAdverts ?? {}).reduce((sum, count) => sum + count, 0);
    await until("all to be counted", () => total() === 8);
    expect(a.fact?.refusedAdverts).toEqual({ checksum: 2, ttl: 2, truncated: 2, version: 2 });
    expect(a.events.filter((event) => event.kind === "vrrp.advert-refused")).toHaveLength(4);
    expect(a.transitions()).toEqual(["backup", "master"]);
  });

  test("a wrong password makes two masters, and both say why", async () => {
    const network = createPair();
    const a = start(network, "a", instance({}));
    const b = start(network, "b", instance({ priority: 90, authentication: { type: "PASS", password: "2222" } }));
    await until("both to be master", () => a.state === "master" && b.state === "master");
    await until("both to say why", () => told(a, "vrrp.advert-refused") && told(b, "vrrp.advert-refused"));
    expect(b.events.find((event) => event.kind === "vrrp.advert-refused")).toMatchObject({
      subject: "VI_1",
      data: { kind: "auth-data", from: "192.168.1.2" },
    });
  });

  test("a reload leaves an unchanged master alone, starts the new and stops the removed", async () => {
    const network = createPair();
    const second = (address: string) => [{ address, prefixLength: 32, interface: "eth0", label: null }];
    const kept = fast({});
    const removed = fast({ name: "VI_2", virtualRouterId: 52, virtualAddresses: second("192.168.1.101") });
    const added = fast({ name: "VI_3", virtualRouterId: 53, virtualAddresses: second("192.168.1.102") });
    const a = start(network, "a", kept, removed);
    const entered = (name: string, state: string): boolean =>
      a.events.some((event) => event.subject === name && event.data.to === state);
    await until("both to be master", () => entered("VI_1", "master") && entered("VI_2", "master"));
    const moved = { ...kept, range: { ...kept.range, start: { line: 9, column: 3 } } };
    a.send({ type: "reload", model: modelOf(moved, added) });
    await until("the new one to be master", () => entered("VI_3", "master"));
    expect(entered("VI_2", "initialize")).toBe(true);
    expect(a.events.filter((event) => event.subject === "VI_1" && event.kind === "vrrp.transition")).toHaveLength(2);
    const addresses = network.ip("a", "-4", "address", "show", "dev", "eth0");
    expect(addresses).toContain("192.168.1.100/32");
    expect(addresses).not.toContain("192.168.1.101/32");
    await until("its address", () => network.ip("a", "address", "show").includes("192.168.1.102/32"));
  });

  test("a master that was stopped for a while yields to the one that took over, then pre-empts", async () => {
    const network = createPair();
    const a = start(network, "a", fast({ priority: 100 }));
    const b = start(network, "b", fast({ priority: 90 }));
    await until("a to be master", () => a.state === "master" && b.fact?.master?.priority === 100);
    a.child.kill("SIGSTOP");
    await until("b to take over", () => b.state === "master");
    a.child.kill("SIGCONT");
    await until("a to yield", () => a.transitions().at(-1) === "backup");
    const yielded = a.events.findLast((event) => event.data.to === "backup");
    expect(yielded?.text).toMatch(
      /own stall: no advert sent for \d+ ms, and 192\.168\.1\.11 \(priority 90\) became master/,
    );
    await until("a to pre-empt", () => a.state === "master" && b.state === "backup");
  });

  test("without rights it says which ones are missing, and goes on in fault", async () => {
    const network = createPair();
    const a = new VrrpProcess(network.namespace("a"), modelOf(fast({})), [
      "setpriv",
      "--bounding-set",
      "-all",
      "--inh-caps",
      "-all",
      "--reuid",
      "65534",
      "--clear-groups",
    ]);
    running.push(a);
    await until("fault", () => a.state === "fault");
    expect(a.fact?.cause).toContain("the capability CAP_NET_RAW is missing");
    await a.stop();
    expect(a.exitCode).toBe(0);
  });

  test("a master that may not add its addresses gives way to one that may", async () => {
    const network = createPair();
    const noAdmin = ["setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin"];
    const a = new VrrpProcess(network.namespace("a"), modelOf(fast({ priority: 100 })), noAdmin);
    running.push(a);
    const b = start(network, "b", fast({ priority: 90 }));
    await until("a to be in fault", () => a.state === "fault");
    expect(a.fact?.cause).toContain("the capability CAP_NET_ADMIN is missing");
    expect(told(a, "address.failed")).toBe(true);
    await until("b to be master with the address", () => b.state === "master" && b.fact?.heldAddresses.length === 1);
  });

  test("IPv6 and labelled addresses ride along as excluded ones", async () => {
    const network = createPair();
    const excludedAddresses = [
      { address: "2001:db8::100", prefixLength: 128, interface: "eth0", label: null },
      { address: "192.168.1.101", prefixLength: 24, interface: "eth0", label: "eth0:db" },
    ];
    const a = start(network, "a", fast({ excludedAddresses }));
    await until("all to be held", () => a.fact?.heldAddresses.length === 3);
    expect(a.fact?.addresses).toEqual([VIP]);
    expect(network.ip("a", "address", "show", "dev", "eth0")).toMatch(/192\.168\.1\.101\/24 .*eth0:db/);
    expect(network.ip("a", "address", "show", "dev", "eth0")).toMatch(/2001:db8::100\/128 .*nodad/);
    await a.stop();
    expect(network.ip("a", "address", "show", "dev", "eth0")).not.toMatch(/2001:db8|192\.168\.1\.10[01]/);
  });
});
