import { afterEach, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { modelFrom } from "./integration/model-from.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { receiveBuffers } from "./integration/receive-buffers.ts";
import { VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem() ?? keepalivedProblem();
if (problem !== null) console.warn(`tests of receive buffers and unknown VRIDs skipped: ${problem}`);

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const instance = (name: string, virtualRouterId: number, line: string, address: string): string =>
  `vrrp_instance ${name} {
  interface eth0
  virtual_router_id ${virtualRouterId}
  advert_int 0.1
  ${line}
  virtual_ipaddress {
    ${address}
  }
}
`;
const configuration = (globals: string, ...instances: readonly string[]): string =>
  `global_defs {\n  vrrp_version 3\n  ${globals}\n}\n${instances.join("")}`;

const network = (): TestNetwork => {
  const made = createNetwork({ ours: "192.168.1.2/24", theirs: "192.168.1.11/24" });
  cleanups.push(made.remove);
  return made;
};

const start = (on: TestNetwork, text: string): VrrpProcess => {
  const ours = new VrrpProcess(on.namespace("ours"), modelFrom(text));
  cleanups.push(() => ours.stop());
  return ours;
};
const startTheirs = (on: TestNetwork, text: string): Keepalived => {
  const theirs = new Keepalived(on.namespace("theirs"), text);
  cleanups.push(() => theirs.stop());
  return theirs;
};

describe.skipIf(problem !== null)("what is heard, beside keepalived", () => {
  test("the receive buffer is as large as keepalived's, and follows a reload", async () => {
    const on = network();
    const sized = configuration(
      "vrrp_rx_bufs_policy MTU\n  vrrp_rx_bufs_multiplier 5",
      instance("A", 51, "kernel_rx_buf_size 70000", "192.168.1.100"),
      instance("B", 52, "", "192.168.1.101"),
    );
    const theirs = startTheirs(on, sized);
    const ours = start(on, sized);
    await until("both to run", () => theirs.state !== undefined && ours.facts.size === 2);
    // The kernel doubles what it is asked for, socket(7).
    const size = 2 * (70_000 + 5 * 1500);
    expect(receiveBuffers(theirs.child.pid)).toContain(size);
    expect(receiveBuffers(ours.child.pid)).toContain(size);
    const plain = configuration("", instance("A", 51, "", "192.168.1.100"), instance("B", 52, "", "192.168.1.101"));
    ours.send({ type: "reload", model: modelFrom(plain) });
    await until("the usual size", () => receiveBuffers(ours.child.pid).includes(2 * (4 << 20)));
  });

  test("log_unknown_vrids: each names the VRID of the other", async () => {
    const on = network();
    const here = configuration("log_unknown_vrids", instance("A", 51, "", "192.168.1.100"));
    const there = configuration("log_unknown_vrids", instance("A", 77, "", "192.168.1.101"));
    const theirs = startTheirs(on, there);
    const ours = start(on, here);
    await until("keepalived to tell", () => theirs.log.some((line) => line.includes("Unknown VRID(51)")));
    const told = (): readonly string[] => ours.log.filter((line) => line.includes("Unknown VRID"));
    await until("us to tell", () => told().length > 0);
    expect(told()).toHaveLength(1);
    expect(told()[0]).toContain("Unknown VRID(77) received on interface(eth0) from 192.168.1.11. ignoring...");
    expect(ours.facts.get("A")?.refusedAdverts).toEqual({});
  });
});
