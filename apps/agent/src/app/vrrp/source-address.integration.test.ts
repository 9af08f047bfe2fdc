import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem, vrrpConfiguration } from "./integration/keepalived.ts";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem() ?? keepalivedProblem();
if (problem !== null) console.warn(`tests of the source address beside keepalived skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const SOURCE = "192.168.1.77";
const CONFIGURATION = vrrpConfiguration({
  priority: 100,
  version: 3,
  interval: 0.1,
  unicast: [SOURCE, "192.168.1.50"],
});

/** Each for itself: two hosts that are told to be the same, and do not hear each other. */
const network = (): TestNetwork => {
  const on = createNetwork({ ours: "192.168.1.2/24", theirs: "192.168.1.3/24", peer: "192.168.1.50/24" });
  cleanups.push(on.remove);
  return on;
};

const startTheirs = (on: TestNetwork): Keepalived => {
  const theirs = new Keepalived(on.namespace("theirs"), CONFIGURATION);
  cleanups.push(() => theirs.stop());
  return theirs;
};

/** Packets that keepalived's host has sent so far. */
const sent = (on: TestNetwork): number => {
  const [link] = JSON.parse(on.ip("theirs", "-s", "-j", "link", "show", "dev", "eth0")) as readonly {
    readonly stats64: { readonly tx: { readonly packets: number } };
  }[];
  return link?.stats64.tx.packets ?? 0;
};

describe.skipIf(problem !== null)("unicast_src_ip that is on no interface", () => {
  test("means fault, in keepalived too; ours comes up with the address, and goes on when it is removed", async () => {
    const on = network();
    const theirs = startTheirs(on);
    const ours = new VrrpProcess(on.namespace("ours"), modelFrom(CONFIGURATION));
    cleanups.push(() => ours.stop());
    await until("both to be in fault", () => theirs.state === "fault" && ours.state === "fault");
    expect(ours.fact?.cause).toBe(`the source address ${SOURCE} is on no interface`);
    on.ip("ours", "address", "add", `${SOURCE}/24`, "dev", "eth0");
    await until("ours to be master", () => ours.state === "master");
    const seen = ours.confirmedAt;
    on.ip("ours", "address", "del", `${SOURCE}/24`, "dev", "eth0");
    // Two more readings of the kernel's table, the second of which began without the address.
    await until("ours to have looked", () => ours.confirmedAt > seen);
    const looked = ours.confirmedAt;
    await until("ours to have looked again", () => ours.confirmedAt > looked);
    expect(ours.transitions()).toEqual(["fault", "backup", "master"]);
  });

  test("once it was there, keepalived goes on without it too", async () => {
    const on = network();
    on.ip("theirs", "address", "add", `${SOURCE}/24`, "dev", "eth0");
    const theirs = startTheirs(on);
    await until("keepalived to be master", () => theirs.state === "master");
    on.ip("theirs", "address", "del", `${SOURCE}/24`, "dev", "eth0");
    const before = sent(on);
    await until("twenty more adverts", () => sent(on) > before + 20);
    expect(theirs.state).toBe("master");
  });
});
