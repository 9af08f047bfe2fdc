import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem() ?? keepalivedProblem();
if (problem !== null) console.warn(`tests of multicast groups skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const instance = (name: string, virtualRouterId: number, priority: number, group: string, address: string): string =>
  `vrrp_instance ${name} {
  interface eth0
  virtual_router_id ${virtualRouterId}
  priority ${priority}
  version 3
  advert_int 0.1
  ${group === "" ? "" : `mcast_dst_ip ${group}`}
  virtual_ipaddress {
    ${address}
  }
}
`;

/** Twice two routers with one VRID, told apart by their group alone. */
const configuration = (priority: number, second = "239.1.2.3"): string => `global_defs {
  vrrp_mcast_group4 224.0.0.100
  vrrp_mcast_group6 ff02::100
}
${instance("A4", 51, priority, "", "192.168.1.100")}
${instance("B4", 51, priority, second, "192.168.1.101")}
${instance("A6", 52, priority, "", "fe80::100")}
${instance("B6", 52, priority, "ff02::7", "fe80::101")}
`;
const NAMES = ["A4", "B4", "A6", "B6"];

const network = (): TestNetwork => {
  const made = createNetwork({ ours: "192.168.1.2/24", theirs: "192.168.1.11/24" });
  cleanups.push(made.remove);
  return made;
};

const start = (on: TestNetwork, host: string, text: string): VrrpProcess => {
  const started = new VrrpProcess(on.namespace(host), modelFrom(text));
  cleanups.push(async () => {
    if (started.exitCode === null) started.kill();
    await until("our process to end", () => started.exitCode !== null);
  });
  return started;
};

const allIn = (ours: VrrpProcess, state: string): boolean =>
  NAMES.every((name) => ours.facts.get(name)?.state === state);
const theirsIn = (theirs: Keepalived, state: string): boolean =>
  NAMES.every((name) =>
    theirs.log.findLast((line) => line.includes(`(${name}) Entering`))?.includes(`Entering ${state} STATE`),
  );
/** Without those that every host of the link is in. */
const groupsOf = (on: TestNetwork, host: string): string[] =>
  [...on.ip(host, "maddress", "show", "dev", "eth0").matchAll(/inet6?\s+(\S+)/g)]
    .flatMap((match) => match[1] ?? [])
    .filter((group) => !/^(224\.0\.0\.1|ff0[12]::1|ff02::1:ff.*)$/.test(group))
    .sort();

describe.skipIf(problem !== null)("multicast groups beside keepalived", () => {
  test("we are backup, then master, of four routers with two VRIDs, in the groups that keepalived is in", async () => {
    const on = network();
    const theirs = new Keepalived(on.namespace("theirs"), configuration(100));
    cleanups.push(() => theirs.stop());
    const ours = start(on, "ours", configuration(90));
    await until("keepalived to be master", () => theirsIn(theirs, "MASTER"));
    await until("us to hear it", () => NAMES.every((name) => ours.facts.get(name)?.master?.priority === 100));
    expect(allIn(ours, "backup")).toBe(true);
    expect(groupsOf(on, "ours")).toEqual(["224.0.0.100", "239.1.2.3", "ff02::100", "ff02::7"]);
    expect(groupsOf(on, "theirs")).toEqual(groupsOf(on, "ours"));
    ours.send({ type: "reload", model: modelFrom(configuration(110)) });
    await until("us to pre-empt", () => allIn(ours, "master"));
    await until("keepalived to yield", () => theirsIn(theirs, "BACKUP"));
    for (const name of NAMES) expect(ours.facts.get(name)?.refusedAdverts).toEqual({});
    await ours.stop();
    await until("keepalived to take over at our stop", () => theirsIn(theirs, "MASTER"));
  });

  test("a reload moves a router to another group, and the others hear nothing of it", async () => {
    const on = network();
    const theirs = start(on, "theirs", configuration(100, "239.9.9.9"));
    await until("the other to be master", () => allIn(theirs, "master"));
    const ours = start(on, "ours", configuration(90));
    await until("the routers of one group to find each other, the other pair not", () =>
      NAMES.every((name) => ours.facts.get(name)?.state === (name === "B4" ? "master" : "backup")),
    );
    const before = ours.transitions().length;
    ours.send({ type: "reload", model: modelFrom(configuration(90, "239.9.9.9")) });
    await until("the last pair to find each other too", () => allIn(ours, "backup"));
    expect(groupsOf(on, "ours")).toEqual(["224.0.0.100", "239.9.9.9", "ff02::100", "ff02::7"]);
    expect(ours.transitions().slice(before)).toEqual(["backup"]);
    for (const name of NAMES) expect(ours.facts.get(name)?.refusedAdverts).toEqual({});
  });
});
