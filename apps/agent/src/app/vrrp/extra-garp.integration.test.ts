import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem() ?? keepalivedProblem();
if (problem !== null) console.warn(`tests of garp_extra_if skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The frames of one announcement only, so that what comes after is garp_extra_if's. */
const configuration = `global_defs {
  vrrp_version 3
  vrrp_min_garp
  vrrp_garp_extra_if all 1
}
vrrp_instance EVERY {
  interface eth0
  virtual_router_id 51
  advert_int 0.1
  virtual_ipaddress {
    192.168.1.100
    192.168.2.100 dev plain
    192.168.2.101 dev plain
  }
}
vrrp_instance MACVLAN {
  interface eth0
  virtual_router_id 52
  advert_int 0.1
  garp_extra_if 1
  use_vmac_addr
  virtual_ipaddress {
    192.168.1.101
  }
  virtual_ipaddress_excluded {
    192.168.3.100 dev below
  }
}
vrrp_instance NONE {
  interface eth0
  virtual_router_id 53
  advert_int 0.1
  garp_extra_if 1
  virtual_ipaddress {
    192.168.1.102
    192.168.4.100 dev silent
  }
}
`;
const DEVICES = ["plain", "below", "silent"];

/** A host with further cables, each with its far end in the same place, where nobody else sends anything. */
const host = (): TestNetwork => {
  const made = createNetwork({ it: "192.168.1.2/24" });
  cleanups.push(made.remove);
  const inside = ["netns", "exec", made.namespace("it")];
  for (const key of ["all", "default"])
    execFileSync("ip", [...inside, "sysctl", "-qw", `net.ipv6.conf.${key}.disable_ipv6=1`]);
  for (const name of DEVICES) {
    made.ip("it", "link", "add", "name", name, "up", "type", "veth", "peer", "name", `far-${name}`);
    made.ip("it", "link", "set", `far-${name}`, "up");
  }
  return made;
};

/** Frames that arrived at the far end. */
const arrived = (on: TestNetwork, name: string): number => {
  const [link] = JSON.parse(on.ip("it", "-j", "-s", "link", "show", "dev", `far-${name}`)) as {
    readonly stats64: { readonly rx: { readonly packets: number } };
  }[];
  return link?.stats64.rx.packets ?? 0;
};

/** Three periods after the announcement of becoming master. */
const enough = async (on: TestNetwork, who: string): Promise<void> => {
  const [plain, below] = [arrived(on, "plain"), arrived(on, "below")];
  await until(`${who} to repeat itself`, () => arrived(on, "plain") >= plain + 3 && arrived(on, "below") >= below + 3);
};

describe.skipIf(problem !== null)("garp_extra_if beside keepalived", () => {
  test("keepalived announces on the macvlan, with all on plain interfaces, and else not", async () => {
    const on = host();
    const theirs = new Keepalived(on.namespace("it"), configuration);
    cleanups.push(() => theirs.stop());
    await until("keepalived to be master", () => theirs.masters() === 3);
    await until("its announcement", () => arrived(on, "silent") > 0);
    await enough(on, "keepalived");
    expect(arrived(on, "silent")).toBe(1);
  });

  test("so do we, one address of each interface", async () => {
    const on = host();
    const ours = new VrrpProcess(on.namespace("it"), modelFrom(configuration));
    cleanups.push(async () => {
      await ours.stop();
    });
    await until(
      "us to be master",
      () => [...ours.facts.values()].filter(({ state }) => state === "master").length === 3,
    );
    await until("our announcement", () => arrived(on, "silent") > 0);
    await enough(on, "we");
    expect(arrived(on, "silent")).toBe(1);
    const told = (address: string): number =>
      ours.log.filter((line) => line.includes(`gratuitous ARPs on plain for ${address}`)).length;
    // What it tells comes by another way than the frames, and later.
    await until("it to tell of them", () => told("192.168.2.100") >= 4);
    expect(told("192.168.2.101")).toBe(1);
  });
});
