import { millis } from "@baton/shared/base/duration.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { instance, modelOf, VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`sync group tests skipped: ${problem}`);

const VIPS = ["192.168.1.100", "10.9.0.100"] as const;

/** VI_1 on eth0, which the two share; VI_2 on in0, a link of its own on each host that the other can't see. */
const model = (priority: number): ConfigModel => {
  const common = { version: 3, authentication: null, advertInterval: millis(100), priority } as const;
  const vip = (address: string, name: string) => [{ address, prefixLength: 32, interface: name, label: null }];
  return {
    ...modelOf(
      instance({ ...common, name: "VI_1", virtualAddresses: vip(VIPS[0], "eth0") }),
      instance({
        ...common,
        name: "VI_2",
        interface: "in0",
        virtualRouterId: 52,
        virtualAddresses: vip(VIPS[1], "in0"),
      }),
    ),
    syncGroups: [{ name: "G", members: ["VI_1", "VI_2"] }],
  };
};

describe.skipIf(problem !== null)("a sync group", () => {
  let network: TestNetwork;
  let a: VrrpProcess;
  let b: VrrpProcess;
  const holds = (host: string): number =>
    VIPS.filter((vip) => network.ip(host, "-4", "address", "show").includes(`${vip}/32`)).length;
  const state = (process: VrrpProcess, name: string): unknown =>
    process.events.findLast(({ kind, subject }) => kind === "vrrp.transition" && subject === name)?.data.to;
  const both = (process: VrrpProcess, wanted: string): boolean =>
    ["VI_1", "VI_2"].every((name) => state(process, name) === wanted);

  beforeAll(async () => {
    network = createNetwork({ a: "192.168.1.2/24", b: "192.168.1.11/24" });
    for (const host of ["a", "b"]) {
      network.ip(host, "link", "add", "in0", "type", "veth", "peer", "name", "in1");
      network.ip(host, "address", "add", `10.9.0.${host === "a" ? 2 : 11}/24`, "dev", "in0");
      for (const name of ["in0", "in1"]) network.ip(host, "link", "set", name, "up");
    }
    a = new VrrpProcess(network.namespace("a"), model(200));
    b = new VrrpProcess(network.namespace("b"), model(100));
    await until("a to be master of both", () => both(a, "master") && holds("a") === 2);
  });
  afterAll(async () => {
    for (const process of [a, b]) process?.kill();
    await until("the end", () => [a, b].every((process) => !process || process.exitCode !== null));
    network?.remove();
  });

  test("a member that hears nobody waits for the one that hears a master", async () => {
    await until("b to be backup", () => both(b, "backup"));
    // VI_2 on b never hears a's: its timer ends after 361 ms, again and again.
    const since = b.confirmedAt;
    await until("two confirmations", () => b.confirmedAt > since + 1500);
    expect(both(b, "backup")).toBe(true);
    expect(holds("b")).toBe(0);
  });

  test("one member's interface down: the whole group gives way, and comes back", async () => {
    network.ip("a", "link", "set", "in1", "down");
    await until("a to be in fault", () => both(a, "fault") && holds("a") === 0);
    const told = a.events.findLast(({ kind, subject }) => kind === "vrrp.transition" && subject === "VI_1");
    expect(told?.text).toContain("sync group G: VI_2: in0 has no carrier");
    await until("b to be master of both", () => both(b, "master") && holds("b") === 2);
    network.ip("a", "link", "set", "in1", "up");
    await until("a to be master of both again", () => both(a, "master") && holds("a") === 2);
    await until("b to yield with both", () => both(b, "backup") && holds("b") === 0);
  });

  test("a takeover and its release move the whole group", async () => {
    expect(await b.command({ kind: "takeover", instance: "VI_1", leaseMs: 60_000 })).toMatchObject({ outcome: "done" });
    expect(holds("b")).toBe(2);
    await until("a to yield with both", () => both(a, "backup") && holds("a") === 0);
    expect(await b.command({ kind: "release", instance: "VI_1" })).toMatchObject({ outcome: "done" });
    await until("a to pre-empt with both", () => both(a, "master") && both(b, "backup"));
  });

  test("an orderly stop hands both over", async () => {
    await a.stop();
    await until("b to be master of both", () => both(b, "master") && holds("b") === 2);
    expect(holds("a")).toBe(0);
  });
});
