import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`tests of static and virtual objects skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** What both programs are given: nearly every option of addresses, routes and rules. */
const CONFIGURATION = `global_defs {
  vrrp_version 3
}
track_group G {
  group {
    VI_1
  }
}
static_ipaddress {
  10.1.0.1/24 brd + dev eth0 scope link track_group G
  10.1.1.1/24 dev eth0 label eth0:st noprefixroute
  10.1.2.1/32 peer 10.1.2.2 dev eth0
  2001:db8:1::1/64 dev eth0
  2001:db8:1::2/128 dev eth0 preferred_lft forever
}
static_routes {
  10.2.0.0/16 dev eth0 scope link
  10.2.1.0/24 via 192.168.1.9 src 192.168.1.2 metric 10 table 100 mtu 1400 advmss 1000
  10.2.2.0/24 nexthop via 192.168.1.8 dev eth0 weight 2 nexthop via 192.168.1.9 dev eth0
  10.2.3.0/24 via 172.16.0.1 dev eth0 onlink hoplimit 20 initcwnd 12
  blackhole 10.2.4.0/24
  2001:db8:2::/48 via 2001:db8:1::9 dev eth0 metric 77
}
static_rules {
  from 10.3.0.0/16 table 100 preference 1000
  to 10.3.1.0/24 iif eth0 fwmark 24/12 table 101 preference 1001
  not from 10.3.2.0/24 table 103 preference 1002
  from 2001:db8:3::/48 table 100 preference 1003
}
vrrp_instance VI_1 {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority 100
  advert_int 0.1
  virtual_ipaddress {
    192.168.1.100/24 brd 192.168.1.255 label eth0:vip
  }
  virtual_ipaddress_excluded {
    2001:db8::100/128
  }
  virtual_routes {
    10.4.0.0/16 via 192.168.1.7 metric 5
  }
  virtual_rules {
    from 192.168.1.100 table 102 preference 2000
    from 10.4.0.0/16 table 102
    to 10.4.0.0/16 table 102
  }
}
`;

const network = (): TestNetwork => {
  const made = createNetwork({ ours: "192.168.1.2/24", theirs: "192.168.1.2/24" });
  cleanups.push(made.remove);
  // Each for itself: two hosts that are told to be the same.
  for (const host of ["ours", "theirs"]) made.ip(host, "link", "set", "eth0", "address", "02:00:00:00:00:01");
  made.cable("theirs", "down");
  made.cable("theirs", "up");
  return made;
};

const LISTS = [
  ["-o", "address", "show"],
  ["rule", "show"],
  ["-6", "rule", "show"],
  ["route", "show", "table", "all"],
  ["-6", "route", "show", "table", "all"],
] as const;

/** Everything that `ip` shows, without what no program has a say in. */
const picture = (on: TestNetwork, host: string): string[] =>
  LISTS.flatMap((list) => [...on.ip(host, ...list).split("\n")])
    .map((line) =>
      line
        .replace(/eth0@\S+/, "eth0")
        .replace(/valid_lft \S+/, "")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((line) => line !== "" && !line.includes("fe80::") && !line.includes("ff00::"))
    .sort();

const start = (on: TestNetwork, text: string): VrrpProcess => {
  const ours = new VrrpProcess(on.namespace("ours"), modelFrom(text));
  cleanups.push(async () => {
    if (ours.exitCode === null) ours.kill();
    await until("our process to end", () => ours.exitCode !== null);
  });
  return ours;
};

const has = (on: TestNetwork, text: string): boolean => picture(on, "ours").some((line) => line.includes(text));

describe.skipIf(problem !== null)("addresses, routes and rules", () => {
  test.skipIf(keepalivedProblem() !== null)(
    "as the kernel has them from keepalived, and all gone at the end",
    async () => {
      const on = network();
      const before = picture(on, "ours");
      // One after the other: they are the same host.
      const theirs = new Keepalived(on.namespace("theirs"), CONFIGURATION);
      on.cable("ours", "down");
      cleanups.push(() => theirs.stop());
      await until("keepalived to be master", () => theirs.state === "master");
      await until("its rules", () => picture(on, "theirs").some((line) => line.startsWith("2000:")));
      const expected = picture(on, "theirs");
      on.cable("theirs", "down");
      on.cable("ours", "up");
      const ours = start(on, CONFIGURATION);
      await until("us to be master", () => ours.state === "master" && ours.fact?.heldAddresses.length === 2);
      await until("our rules", () => has(on, "2000:"));
      expect(picture(on, "ours")).toEqual(expected);
      await ours.stop();
      expect(picture(on, "ours")).toEqual(before);
    },
  );

  test("what can't be set is a fault of its group; removed by hand they come back, but not with no_track", async () => {
    const on = network();
    on.cable("theirs", "down");
    const text = CONFIGURATION.replace("10.2.0.0/16 dev eth0 scope link", "10.2.0.0/16 dev late0 track_group G")
      .replace("table 100 preference 1000", "table 100 preference 1000 no_track")
      .replace("metric 5", "metric 5 no_track");
    const ours = start(on, text);
    await until("fault", () => ours.state === "fault");
    expect(ours.fact?.cause).toBe("route 10.2.0.0/16 dev late0 table 254: there is no interface late0");
    on.ip("ours", "link", "add", "late0", "up", "type", "veth", "peer", "name", "late1");
    await until("us to be master", () => ours.state === "master");
    await until("our rules", () => has(on, "2000:"));
    on.ip("ours", "rule", "del", "preference", "1000");
    on.ip("ours", "rule", "del", "preference", "2000");
    on.ip("ours", "route", "del", "10.4.0.0/16");
    on.ip("ours", "route", "del", "10.2.1.0/24", "table", "100");
    on.ip("ours", "address", "del", "10.1.1.1/24", "dev", "eth0");
    await until("them to come back", () => has(on, "2000:") && has(on, "10.2.1.0/24") && has(on, "10.1.1.1/24"));
    expect(has(on, "1000:")).toBe(false);
    expect(has(on, "10.4.0.0/16 via")).toBe(false);
    expect(ours.transitions()).toEqual(["backup", "fault", "backup", "master"]);
    await ours.stop();
    expect(has(on, "10.2.") || has(on, "10.1.") || has(on, "1001:")).toBe(false);
  });
});
