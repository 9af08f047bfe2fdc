import { errorText } from "@baton/shared/base/error-text.ts";
import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

/** Not every kernel has these kinds of interface; the one that `lab exec` starts does. */
const kindProblem = (): string | null => {
  const on = createNetwork({ it: "192.168.1.2/24" });
  try {
    on.ip("it", "link", "add", "link", "eth0", "name", "iv", "type", "ipvlan", "mode", "l2");
    on.ip("it", "link", "add", "blue", "type", "vrf", "table", "10");
    return null;
  } catch (error) {
    return errorText(error);
  } finally {
    on.remove();
  }
};
const problem = networkProblem() ?? keepalivedProblem() ?? kindProblem();
if (problem !== null) console.warn(`tests of use_ipvlan and vrf skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

type Host = "ours" | "theirs";

const network = (): TestNetwork => {
  const made = createNetwork({ ours: "192.168.1.2/24", theirs: "192.168.1.11/24" });
  cleanups.push(made.remove);
  return made;
};
const start = (on: TestNetwork, text: string, host: Host = "ours"): VrrpProcess => {
  const ours = new VrrpProcess(on.namespace(host), modelFrom(text));
  cleanups.push(async () => {
    if (ours.exitCode === null) ours.kill();
    await until("our process to end", () => ours.exitCode !== null);
  });
  return ours;
};
const startTheirs = (on: TestNetwork, text: string): Keepalived => {
  const theirs = new Keepalived(on.namespace("theirs"), text);
  cleanups.push(() => theirs.stop());
  return theirs;
};
const allIn = (ours: VrrpProcess, names: readonly string[], state: string): boolean =>
  names.every((name) => ours.facts.get(name)?.state === state);
const theirsIn = (theirs: Keepalived, names: readonly string[], state: string): boolean =>
  names.every((name) =>
    theirs.log.findLast((line) => line.includes(`(${name}) Entering`))?.includes(`Entering ${state} STATE`),
  );

const HOST: Readonly<Record<Host, number>> = { ours: 5, theirs: 6 };

/** `private` for all: the flags belong to the interface below. */
const ipvlans = (priority: number, host: Host): string => `global_defs {
  vrrp_version 3
}
vrrp_instance V4 {
  interface eth0
  virtual_router_id 51
  priority ${priority}
  advert_int 0.5
  use_ipvlan 192.168.1.2${HOST[host]}/24 private
  virtual_ipaddress {
    192.168.1.100
  }
}
vrrp_instance N4 {
  interface eth0
  virtual_router_id 52
  priority ${priority}
  advert_int 0.5
  use_ipvlan named private 192.168.1.3${HOST[host]}
  virtual_ipaddress {
    192.168.1.101
  }
  virtual_ipaddress_excluded {
    2001:db8::101
  }
}
vrrp_instance V6 {
  interface eth0
  virtual_router_id 51
  priority ${priority}
  advert_int 0.5
  use_ipvlan private
  virtual_ipaddress {
    fe80::100
  }
}
`;
const IPVLAN_INSTANCES = ["V4", "N4", "V6"];
const IPVLANS = ["vrrp.51", "named", "vrrp6.51"];

const names = (on: TestNetwork, host: Host): string[] =>
  [...on.ip(host, "-o", "link").matchAll(/^\d+: ([\w.]+)/gm)].flatMap((match) => match[1] ?? []).sort();

/** Links, addresses and settings, without what is each host's own or given by the kernel. */
const picture = (on: TestNetwork, host: Host): string[] =>
  [
    ...[...IPVLANS, "eth0"].flatMap((name) => [
      ...(name === "eth0" ? [] : on.ip(host, "-d", "-o", "link", "show", name).split("\n")),
      ...on.ip(host, "-o", "address", "show", name).split("\n"),
    ]),
    ...IPVLANS.flatMap((name) =>
      ["ipv6/conf/NAME/disable_ipv6", "ipv6/conf/NAME/addr_gen_mode", "ipv4/conf/NAME/arp_ignore"].map((key) =>
        execFileSync("ip", ["netns", "exec", on.namespace(host), "sysctl", `net/${key.replace("NAME", name)}`], {
          encoding: "utf8",
        }).trim(),
      ),
    ),
  ]
    .map((line) =>
      line
        .replace(/^\d+: /, "")
        .replace(/([\da-f]{2}:){5}[\da-f]{2} brd/, "MAC brd")
        .replace(/(192\.168\.1\.[23])[56]\//, "$1X/")
        .replace(/192\.168\.1\.(2|11)\/24/, "OWN/24")
        .replace(/fe80::\S*\/64/, "LOCAL")
        .replace(/\s+/g, " "),
    )
    .sort();

const vrf = (priority: number, source: string, peer: string): string => `global_defs {
  vrrp_version 3
}
vrrp_instance U {
  vrf blue
  virtual_router_id 51
  priority ${priority}
  advert_int 0.5
  unicast_src_ip ${source}
  unicast_peer {
    ${peer}
  }
  virtual_ipaddress {
    192.168.1.100
  }
}
`;

const MACVLAN = `vrrp_instance M {
  interface eth0
  virtual_router_id 52
  advert_int 0.5
  use_vmac
  virtual_ipaddress {
    192.168.1.101
  }
}
`;

const enslave = (on: TestNetwork): void => {
  for (const host of ["ours", "theirs"] as const) {
    on.ip(host, "link", "add", "blue", "up", "type", "vrf", "table", "10");
    on.ip(host, "link", "set", "eth0", "master", "blue");
  }
};
const holds = (on: TestNetwork, host: Host): boolean =>
  on.ip(host, "address", "show", "eth0").includes("192.168.1.100/32");

describe.skipIf(problem !== null)("use_ipvlan and vrf beside keepalived", { timeout: 240_000 }, () => {
  test("ipvlans as keepalived makes them, one of them left from before; gone at the end", async () => {
    const on = network();
    const before = names(on, "ours");
    const theirs = startTheirs(on, ipvlans(90, "theirs"));
    await until("keepalived to be master", () => theirsIn(theirs, IPVLAN_INSTANCES, "MASTER"));
    await until("its addresses", () => on.ip("theirs", "address", "show", "eth0").includes("2001:db8::101"));
    const expected = picture(on, "theirs");
    on.ip("ours", "link", "add", "link", "eth0", "name", "named", "type", "ipvlan", "mode", "l2", "private");
    const ours = start(on, ipvlans(100, "ours"));
    await until("us to pre-empt", () => allIn(ours, IPVLAN_INSTANCES, "master"));
    await until("keepalived to yield", () => theirsIn(theirs, IPVLAN_INSTANCES, "BACKUP"));
    await until("our addresses", () => on.ip("ours", "address", "show", "eth0").includes("2001:db8::101"));
    expect(picture(on, "ours")).toEqual(expected);
    expect(ours.log.filter((line) => line.includes("named is left from an earlier run"))).toHaveLength(1);
    for (const name of IPVLAN_INSTANCES) expect(ours.facts.get(name)?.refusedAdverts).toEqual({});
    await ours.stop();
    await until("keepalived to take over", () => theirsIn(theirs, IPVLAN_INSTANCES, "MASTER"));
    expect(names(on, "ours")).toEqual(before);
  });

  // keepalived takes an instance without an interface from 2.2.8 on, so both are ours.
  test("in a VRF by unicast, either as master; a macvlan of its interface belongs there too", async () => {
    const on = network();
    enslave(on);
    const theirs = start(on, vrf(100, "192.168.1.11", "192.168.1.2"), "theirs");
    await until("the other to be master", () => theirs.state === "master" && holds(on, "theirs"));
    const ours = start(on, vrf(90, "192.168.1.2", "192.168.1.11") + MACVLAN);
    const fact = (): VrrpProcess["fact"] => ours.facts.get("U") ?? null;
    await until("us to hear it", () => fact()?.master?.priority === 100);
    expect(fact()?.state).toBe("backup");
    expect(on.ip("ours", "-o", "link", "show", "vrrp.52")).toContain("master blue");
    ours.send({ type: "reload", model: modelFrom(vrf(110, "192.168.1.2", "192.168.1.11") + MACVLAN) });
    await until("us to pre-empt", () => fact()?.state === "master" && holds(on, "ours"));
    await until("the other to yield", () => theirs.state === "backup" && !holds(on, "theirs"));
    for (const each of [fact(), theirs.fact]) expect(each?.refusedAdverts).toEqual({});
    await ours.stop();
    await until("the other to take over", () => theirs.state === "master");
  });
});
