import { afterEach, describe, expect, test } from "vitest";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { instance, modelOf, VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const VIP = "192.168.1.100";
const problem = networkProblem();
if (problem !== null) console.warn(`VRRP integration tests skipped: ${problem}`);

const running: VrrpProcess[] = [];
const networks: TestNetwork[] = [];

const pair = async () => {
  const network = createNetwork({ a: "192.168.1.2/24", b: "192.168.1.11/24" });
  networks.push(network);
  const a = new VrrpProcess(network.namespace("a"), modelOf(instance({ priority: 100 })));
  const b = new VrrpProcess(network.namespace("b"), modelOf(instance({ priority: 90 })));
  running.push(a, b);
  await until("the stronger one to be master", () => a.state === "master" && b.state === "backup");
  await until("b to hear a", () => b.fact?.master?.address === "192.168.1.2");
  return { network, a, b };
};

const holds = (network: TestNetwork, host: string): boolean =>
  network.ip(host, "-4", "address", "show", "dev", "eth0").includes(`${VIP}/32`);

afterEach(async () => {
  for (const child of running.splice(0)) {
    child.child.kill("SIGCONT");
    if (child.exitCode === null) child.kill();
    await until("the end of a process", () => child.exitCode !== null);
  }
  for (const network of networks.splice(0)) network.remove();
});

describe.skipIf(problem !== null)("two of our own", () => {
  test("elect the higher priority, whose kernel then holds the address", async () => {
    const { network, a, b } = await pair();
    await until("the kernel's word", () => a.fact?.heldAddresses.length === 1);
    expect([holds(network, "a"), holds(network, "b")]).toEqual([true, false]);
    expect(b.fact).toMatchObject({ heldAddresses: [], master: { address: "192.168.1.2", priority: 100 } });
    expect(a.fact).toMatchObject({ heldAddresses: [VIP], master: null });
    expect(a.log.some((line) => line.endsWith(`(VI_1) Sending/queueing gratuitous ARPs on eth0 for ${VIP}`))).toBe(
      true,
    );
    const before = a.confirmedAt;
    await until("a confirmation", () => a.confirmedAt > before);
  });

  test("a graceful stop hands over long before the skew time", async () => {
    const { network, a, b } = await pair();
    await a.stop();
    expect(a.exitCode).toBe(0);
    expect(holds(network, "a")).toBe(false);
    await until("b to take over", () => b.state === "master");
    const at = (process: VrrpProcess, to: string) =>
      process.events.find((event) => event.data.to === to)?.at ?? Number.NaN;
    // 13 ms, and something for the machine; the skew would be (256 - 90) / 256 of a second.
    expect(at(b, "master") - at(a, "initialize")).toBeLessThan(600);
    expect(b.fact?.cause).toContain("192.168.1.2 resigned with priority 0");
    await until("the address", () => holds(network, "b"));
  });

  test("a killed master is missed, and its leftover address removed when it starts again", async () => {
    const { network, a, b } = await pair();
    a.kill();
    await until("b to take over", () => b.state === "master");
    expect(b.fact?.cause).toMatch(
      /no advert from 192\.168\.1\.2 \(priority 100\) for 3\d{3} ms, the last came \d+ ms ago/,
    );
    expect(holds(network, "a")).toBe(true);
    const again = new VrrpProcess(network.namespace("a"), modelOf(instance({ priority: 100 })));
    running.push(again);
    await until("it to be ready", () => again.ready);
    expect(holds(network, "a")).toBe(false);
    expect(again.log.join("\n")).toContain("left behind by an earlier run");
    await until("it to pre-empt", () => again.state === "master" && b.state === "backup");
  });

  test("a takeover makes before it breaks, and its release lets the stronger one pre-empt", async () => {
    const { network, a, b } = await pair();
    const result = await b.command({ kind: "takeover", instance: "VI_1", leaseMs: 60_000 });
    expect(result).toMatchObject({ outcome: "done", code: "" });
    expect(holds(network, "b")).toBe(true);
    await until("the old master to yield", () => a.state === "backup");
    await until("its address to go", () => a.events.some((event) => event.kind === "address.removed"));
    const added = b.events.find((event) => event.kind === "address.added");
    const removed = a.events.find((event) => event.kind === "address.removed");
    // Each notes when it heard the kernel's answer, which a busy machine delays; the client's side is in hand-over.
    expect(added?.at).toBeLessThanOrEqual((removed?.at ?? 0) + 500);
    expect(b.fact).toMatchObject({ state: "master", basePriority: 90, effectivePriority: 254 });
    expect(b.fact?.takeover).not.toBeNull();
    expect(await b.command({ kind: "takeover", instance: "VI_1", leaseMs: 60_000 })).toMatchObject({
      outcome: "refused",
      code: "takeover.already-master",
    });
    expect(await b.command({ kind: "release", instance: "VI_1" })).toMatchObject({ outcome: "done" });
    await until("the stronger one to pre-empt", () => a.state === "master" && b.state === "backup");
    expect(a.fact?.cause).toContain("preempting the weaker master 192.168.1.11 (priority 90)");
  });
});
