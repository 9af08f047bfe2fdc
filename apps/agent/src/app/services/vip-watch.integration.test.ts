import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKernelTable } from "../../io/netlink-ipvs/kernel-table.ts";
import { loadIpvsModule } from "../../io/netlink-ipvs/load-module.ts";
import { modelOf, virtualServer } from "./testbed/model.ts";
import { createTestbed, type Services, type Testbed } from "./testbed/namespace.ts";
import { until } from "../../testing/until.ts";

/** What follows the place of the VIP: probes with ha_suspend, the table with only_while_master. */

const VIP = "192.168.1.100/32";

describe.skipIf(process.getuid?.() !== 0)("a director without the VIP", () => {
  let bed: Testbed;
  let running: Services;
  let hasIpvs = false;
  const health = () => factsOfKind(running.picture(), "real-server").map((fact) => fact.health);
  const inTable = () => factsOfKind(running.picture(), "virtual-server").map((fact) => fact.inTable);

  beforeAll(async () => {
    await loadIpvsModule();
    const kernel = createKernelTable();
    hasIpvs = (await kernel.info()).ok;
    kernel.close();
    // The address stands on loopback, as on every real server.
    bed = createTestbed(`bs2-v-${process.pid}`, ["192.168.1.5", "192.168.1.6", "192.168.1.100"]);
    bed.run("ip", "link", "add", "lan", "type", "veth", "peer", "name", "far");
    running = bed.start(modelOf(virtualServer({ haSuspend: true, onlyWhileMaster: true })));
    await until("the first facts", () => inTable().length === 1);
  });
  afterAll(async () => bed?.remove());

  test("neither probes nor programs IPVS, even with the address on loopback", async () => {
    const confirmed = () => running.picture().confirmed.services ?? 0;
    const before = confirmed();
    await until("time for probes that must not be", () => confirmed() > before + 2500);
    expect(health()).toEqual(["up", "up"]);
    expect(running.log()).not.toContain("TCP connection to");
    if (hasIpvs) expect(inTable()).toEqual([false]);
  });

  test("does both when the VIP comes, and the table goes with it again", async () => {
    bed.run("ip", "address", "add", VIP, "dev", "lan");
    if (hasIpvs) await until("the service in the table", () => inTable()[0] === true);
    await until("both found dead", () => health().every((word) => word === "down"));
    bed.run("ip", "address", "del", VIP, "dev", "lan");
    if (hasIpvs) await until("the service out of the table", () => inTable()[0] === false);
    await bed.inside.ask({ type: "listen", address: "192.168.1.5" });
    running.send({ type: "stop" });
    expect(await running.exited).toBe(0);
    expect(running.log()).not.toContain("success.");
  });
});
