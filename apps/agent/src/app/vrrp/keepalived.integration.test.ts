import { millis } from "@baton/shared/base/duration.ts";
import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem, vrrpConfiguration } from "./integration/keepalived.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { instance, modelOf, VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem() ?? keepalivedProblem();
if (problem !== null) console.warn(`tests against keepalived skipped: ${problem}`);

const VIP = "192.168.1.100";
const cleanups: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Setting {
  readonly version: 2 | 3;
  readonly interval: number;
  readonly way: "multicast" | "unicast";
}

const OURS = "192.168.1.2";
const THEIRS = "192.168.1.11";

const network = (): TestNetwork => {
  const made = createNetwork({ ours: `${OURS}/24`, theirs: `${THEIRS}/24` });
  cleanups.push(made.remove);
  return made;
};

const startOurs = (on: TestNetwork, priority: number, { version, interval, way }: Setting): VrrpProcess => {
  const authentication = version === 2 ? ({ type: "PASS", password: "1111" } as const) : null;
  const unicastPeers = way === "unicast" ? [THEIRS] : [];
  const changes = { priority, version, advertInterval: millis(interval * 1000), authentication, unicastPeers };
  const ours = new VrrpProcess(on.namespace("ours"), modelOf(instance(changes)));
  cleanups.push(async () => {
    ours.kill();
    await until("our process to end", () => ours.exitCode !== null);
  });
  return ours;
};

const startTheirs = (on: TestNetwork, priority: number, setting: Setting): Keepalived => {
  const unicast = setting.way === "unicast" ? { unicast: [THEIRS, OURS] as const } : {};
  const theirs = new Keepalived(on.namespace("theirs"), vrrpConfiguration({ priority, ...setting, ...unicast }));
  cleanups.push(() => theirs.stop());
  return theirs;
};

const holds = (on: TestNetwork, host: string): boolean => on.ip(host, "address", "show", "eth0").includes(`${VIP}/32`);

describe.skipIf(problem !== null).each<Setting>([
  { version: 2, interval: 1, way: "multicast" },
  { version: 3, interval: 0.1, way: "multicast" },
  { version: 2, interval: 1, way: "unicast" },
  { version: 3, interval: 0.1, way: "unicast" },
])("with keepalived, version $version every $interval s by $way", (setting) => {
  test("it is master: we stay backup, take over by command, and give back on release", async () => {
    const on = network();
    const theirs = startTheirs(on, 100, setting);
    const ours = startOurs(on, 90, setting);
    await until("keepalived to be master", () => theirs.state === "master" && holds(on, "theirs"));
    await until("us to hear it", () => ours.fact?.master?.priority === 100);
    expect(ours.fact).toMatchObject({ state: "backup", heldAddresses: [], refusedAdverts: {} });
    expect(await ours.command({ kind: "takeover", instance: "VI_1", leaseMs: 60_000 })).toMatchObject({
      outcome: "done",
    });
    expect(holds(on, "ours")).toBe(true);
    await until("keepalived to yield", () => theirs.state === "backup");
    await until("its address to go", () => !holds(on, "theirs"));
    expect(await ours.command({ kind: "release", instance: "VI_1" })).toMatchObject({ outcome: "done" });
    await until("keepalived to pre-empt", () => theirs.state === "master" && ours.state === "backup");
    await until("our address to go", () => !holds(on, "ours"));
  });

  test("we are master: it stays backup, and takes over when we resign", async () => {
    const on = network();
    const ours = startOurs(on, 100, setting);
    const theirs = startTheirs(on, 90, setting);
    await until("us to be master", () => ours.state === "master");
    await until("keepalived to be backup", () => theirs.state === "backup");
    await ours.stop();
    expect(holds(on, "ours")).toBe(false);
    await until("keepalived to take over", () => theirs.state === "master" && holds(on, "theirs"));
    expect(theirs.log.join("\n")).toMatch(/priority 0|0 priority/i);
  });

  test("it resigns: we take over within the skew time", async () => {
    const on = network();
    const theirs = startTheirs(on, 100, setting);
    const ours = startOurs(on, 90, setting);
    await until("keepalived to be master", () => theirs.state === "master");
    await until("us to hear it", () => ours.fact?.master?.priority === 100);
    theirs.child.kill("SIGTERM");
    await until("us to take over", () => ours.state === "master" && holds(on, "ours"));
    // The sentence names what ended the wait, so it was not the whole one for a master that falls silent.
    expect(ours.fact?.cause).toContain("resigned with priority 0");
  });
});
