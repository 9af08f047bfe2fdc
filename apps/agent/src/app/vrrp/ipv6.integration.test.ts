import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { millis } from "@baton/shared/base/duration.ts";
import type { VrrpInstance } from "@baton/shared/config/model.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Keepalived, keepalivedProblem } from "./integration/keepalived.ts";
import { createNetwork, networkProblem, type TestNetwork } from "./integration/network.ts";
import { instance, modelOf, VrrpProcess } from "./integration/vrrp-process.ts";
import { until } from "../../testing/until.ts";

const problem = networkProblem();
if (problem !== null) console.warn(`IPv6 tests skipped: ${problem}`);
const noKeepalived = keepalivedProblem();
if (noKeepalived !== null) console.warn(`IPv6 with keepalived skipped: ${noKeepalived}`);

const VIPS = ["fe80::100", "2001:db8::100"];
const sixth = (changes: Partial<VrrpInstance> = {}): VrrpInstance =>
  instance({
    version: 3,
    authentication: null,
    advertInterval: millis(100),
    virtualAddresses: VIPS.map((address) => ({ address, prefixLength: 128, interface: "eth0", label: null })),
    ...changes,
  });

const configuration = (priority: number): string => `
global_defs {
  vrrp_version 3
}
vrrp_instance VI_1 {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority ${priority}
  advert_int 0.1
  virtual_ipaddress {
    ${VIPS.join("\n    ")}
  }
}
`;

describe.skipIf(problem !== null)("adverts over IPv6", () => {
  let network: TestNetwork;
  const running: VrrpProcess[] = [];
  const start = (host: string, config: VrrpInstance): VrrpProcess => {
    const process = new VrrpProcess(network.namespace(host), modelOf(config));
    running.push(process);
    return process;
  };
  const holds = (host: string): boolean =>
    VIPS.every((vip) => network.ip(host, "-6", "address", "show", "dev", "eth0").includes(`${vip}/128`));

  beforeAll(() => {
    network = createNetwork({ a: "192.168.1.2/24", b: "192.168.1.11/24" });
  });
  afterAll(async () => {
    for (const process of running) process.kill();
    await until("the end of the processes", () => running.every(({ exitCode }) => exitCode !== null));
    network?.remove();
  });

  test("two of our own elect, announce and hand over; a forwarded advert is counted and ignored", async () => {
    const a = start("a", sixth({ priority: 100 }));
    const b = start("b", sixth({ priority: 90 }));
    await until("a to be master", () => a.state === "master" && b.fact?.master?.priority === 100);
    expect(b.fact?.master?.address).toMatch(/^fe80::/);
    await until("its addresses", () => holds("a") && !holds("b"));
    expect(a.log.join("\n")).toContain("(VI_1) Sending/queueing Unsolicited Neighbour Adverts on eth0 for fe80::100");
    const script = fileURLToPath(new URL("./integration/send-packets-v6.ts", import.meta.url));
    const index = network.ip("a", "-o", "link", "show", "dev", "eth0").split(":")[0] ?? "";
    execFileSync("ip", ["netns", "exec", network.namespace("a"), process.execPath, script, "eth0", index]);
    await until("the wrong ones to be counted", () => Object.keys(b.fact?.refusedAdverts ?? {}).length === 3);
    expect(b.fact?.refusedAdverts).toEqual({ ttl: 1, checksum: 1, version: 1 });
    expect(b.state).toBe("backup");
    await a.stop();
    await until("b to take over", () => b.state === "master" && holds("b"));
    expect(b.fact?.cause).toContain("resigned with priority 0");
    await b.stop();
    expect(holds("b")).toBe(false);
  });

  test.skipIf(noKeepalived !== null)("with keepalived as the master, then as the backup", async () => {
    const theirs = new Keepalived(network.namespace("a"), configuration(100));
    const ours = start("b", sixth({ priority: 90 }));
    try {
      await until("us to hear it", () => theirs.state === "master" && ours.fact?.master?.priority === 100);
      expect(ours.fact?.refusedAdverts).toEqual({});
      expect(await ours.command({ kind: "takeover", instance: "VI_1", leaseMs: 60_000 })).toMatchObject({
        outcome: "done",
      });
      await until("keepalived to yield", () => theirs.state === "backup" && holds("b"));
      await ours.stop();
      await until("keepalived to take over", () => theirs.state === "master" && holds("a"));
      expect(theirs.log.join("\n")).toMatch(/priority 0|0 priority/i);
    } finally {
      await theirs.stop();
    }
  });
});
