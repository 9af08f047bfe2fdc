import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem() ?? keepalivedProblem();
if (problem !== null) console.warn(`tests of use_vmac skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const configuration = (priority: number): string => `global_defs {
  vrrp_version 3
}
vrrp_instance V4 {
  interface eth0
  virtual_router_id 51
  priority ${priority}
  advert_int 0.1
  use_vmac
  use_vmac_addr
  virtual_ipaddress {
    192.168.1.100
    192.168.1.102/24 dev eth0
  }
  virtual_ipaddress_excluded {
    192.168.2.9 dev eth2
  }
}
vrrp_instance V6 {
  interface eth0
  virtual_router_id 52
  priority ${priority}
  advert_int 0.1
  use_vmac vm6
  virtual_ipaddress {
    fe80::100
    2001:db8::100/64
  }
}
vrrp_instance VX {
  interface eth0
  virtual_router_id 53
  priority ${priority}
  advert_int 0.1
  use_vmac vx 00:11:22:33:44
  vmac_xmit_base
  virtual_ipaddress {
    192.168.1.103
  }
}
`;

const network = (): TestNetwork => {
  const made = createNetwork({ ours: "192.168.1.2/24", theirs: "192.168.1.11/24" });
  cleanups.push(made.remove);
  for (const host of ["ours", "theirs"]) {
    made.ip(host, "link", "add", "eth2", "up", "type", "veth", "peer", "name", "eth3");
    made.ip(host, "link", "set", "eth3", "up");
    execFileSync("ip", ["netns", "exec", made.namespace(host), "sysctl", "-qw", "net.ipv4.conf.all.rp_filter=1"]);
  }
  return made;
};

const MACVLANS = ["vrrp.51", "vrrp1.51", "vm6", "vx"];
const SETTINGS = [
  "ipv4/conf/all/rp_filter",
  "ipv4/conf/eth0/arp_ignore",
  "ipv4/conf/eth0/arp_filter",
  "ipv4/conf/eth0/rp_filter",
];
const settingsOf = (name: string): string[] => [
  ...["arp_ignore", "accept_local", "rp_filter", "promote_secondaries"].map((key) => `ipv4/conf/${name}/${key}`),
  ...["addr_gen_mode", "disable_ipv6"].map((key) => `ipv6/conf/${name}/${key}`),
];

const read = (on: TestNetwork, host: string, keys: readonly string[]): string[] =>
  execFileSync("ip", ["netns", "exec", on.namespace(host), "sysctl", ...keys.map((key) => `net/${key}`)], {
    encoding: "utf8",
  })
    .trim()
    .split("\n");

/** Links, addresses and settings of the macvlans, without numbers that the kernel gives. */
const picture = (on: TestNetwork, host: string): string[] => [
  ...MACVLANS.flatMap((name) => [
    ...on.ip(host, "-d", "-o", "link", "show", name).split("\n"),
    ...on.ip(host, "-o", "address", "show", name).split("\n"),
  ]).map((line) =>
    line
      .replace(/^\d+: /, "")
      // The link-local address of the interface below.
      .replace(/fe80::\S*ff:fe\S*\/64/, "SOURCE")
      .replace(/\s+/g, " "),
  ),
  ...read(on, host, [...SETTINGS, ...MACVLANS.flatMap(settingsOf)]),
];

const names = (on: TestNetwork, host: string): string[] =>
  [...on.ip(host, "-o", "link").matchAll(/^\d+: ([\w.]+)/gm)].flatMap((match) => match[1] ?? []).sort();

const start = (on: TestNetwork, priority: number): VrrpProcess => {
  const ours = new VrrpProcess(on.namespace("ours"), modelFrom(configuration(priority)));
  cleanups.push(async () => {
    if (ours.exitCode === null) ours.kill();
    await until("our process to end", () => ours.exitCode !== null);
  });
  return ours;
};

const INSTANCES = ["V4", "V6", "VX"];
const allIn = (ours: VrrpProcess, state: string): boolean =>
  INSTANCES.every((name) => ours.facts.get(name)?.state === state);
const theirsIn = (theirs: Keepalived, state: string): boolean =>
  INSTANCES.every((name) =>
    theirs.log.findLast((line) => line.includes(`(${name}) Entering`))?.includes(`Entering ${state} STATE`),
  );
/** Whether the switch learned the MAC on the host's port. */
const speaks = (on: TestNetwork, host: string, mac: string): boolean => on.learned(host).includes(mac);

describe.skipIf(problem !== null)("use_vmac beside keepalived", () => {
  test("macvlans as keepalived makes them, either as master; taken over after a crash, gone at the end", async () => {
    const on = network();
    const before = names(on, "ours");
    const theirs = new Keepalived(on.namespace("theirs"), configuration(90));
    cleanups.push(() => theirs.stop());
    await until("keepalived to be master", () => theirsIn(theirs, "MASTER"));
    await until("its addresses", () => on.ip("theirs", "address", "show", "vx").includes("192.168.1.103"));
    const expected = picture(on, "theirs");
    const crashed = start(on, 100);
    await until("us to pre-empt", () => allIn(crashed, "master"));
    await until("our addresses", () =>
      INSTANCES.every((name) => (crashed.facts.get(name)?.heldAddresses.length ?? 0) > 0),
    );
    await until("keepalived to yield", () => theirsIn(theirs, "BACKUP"));
    expect(picture(on, "ours")).toEqual(expected);
    for (const mac of ["00:00:5e:00:01:33", "00:00:5e:00:02:34"]) expect(speaks(on, "ours", mac)).toBe(true);
    crashed.kill();
    await until("keepalived to take over", () => theirsIn(theirs, "MASTER"));
    const ours = start(on, 100);
    await until("us to pre-empt again", () => allIn(ours, "master") && theirsIn(theirs, "BACKUP"));
    expect(ours.log.filter((line) => line.includes("is left from an earlier run"))).toHaveLength(4);
    await ours.stop();
    await until("keepalived to take over at our stop", () => theirsIn(theirs, "MASTER"));
    expect(names(on, "ours")).toEqual(before);
  });

  test("the settings that macvlans need are put back at the end", async () => {
    const on = network();
    const before = [...names(on, "ours"), ...read(on, "ours", SETTINGS)];
    const ours = start(on, 100);
    await until("us to be master", () => allIn(ours, "master"));
    expect([...names(on, "ours"), ...read(on, "ours", SETTINGS)]).not.toEqual(before);
    await ours.stop();
    expect([...names(on, "ours"), ...read(on, "ours", SETTINGS)]).toEqual(before);
  });
});
