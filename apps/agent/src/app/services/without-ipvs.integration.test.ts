import { millis } from "@baton/shared/base/duration.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKernelTable } from "../../io/netlink-ipvs/kernel-table.ts";
import { modelOf, realServer, tcpCheck, virtualServer } from "./testbed/model.ts";
import { createTestbed, type Services, type Testbed } from "./testbed/namespace.ts";
import { until } from "../../testing/until.ts";

/** What the services process is worth on a kernel without IPVS, or to somebody who is not root: its checks go on. */

const reason = await (async (): Promise<string | null> => {
  if (process.getuid?.() !== 0) return "not root";
  const kernel = createKernelTable();
  const info = await kernel.info();
  kernel.close();
  return info.ok ? "this kernel has IPVS" : null;
})();
if (reason) console.warn(`skipped: ${reason}`);

describe.skipIf(reason !== null)("the services process without IPVS", () => {
  let bed: Testbed;
  let running: Services;

  beforeAll(async () => {
    bed = createTestbed(`bsv-no-${process.pid}`, ["192.168.1.5", "192.168.1.6"]);
    await bed.inside.ask({ type: "listen", address: "192.168.1.5" });
    // Its packets go down a cable with nobody at the other end, as to a host that is switched off.
    bed.run("ip", "link", "add", "silent", "type", "veth", "peer", "name", "end");
    bed.run("ip", "link", "set", "silent", "up");
    bed.run("ip", "link", "set", "end", "up");
    bed.run("ip", "neighbour", "add", "192.168.1.7", "lladdr", "02:00:00:00:00:07", "dev", "silent");
    bed.run("ip", "route", "add", "192.168.1.7/32", "dev", "silent", "src", "192.168.1.5");
    const silent = realServer("192.168.1.7", {
      checkers: [tcpCheck("192.168.1.7", 3306, { connectTimeout: millis(300) })],
    });
    const servers = [realServer("192.168.1.5"), realServer("192.168.1.6"), silent];
    running = bed.start(modelOf(virtualServer({ realServers: servers, quorum: 4 })));
  });

  afterAll(async () => bed?.remove());

  test("says once what is missing", async () => {
    await until("the event", () => running.events.some(({ kind }) => kind === "ipvs.failed"));
    expect(running.log()).toContain(
      "IPVS: this kernel has no IPVS (module ip_vs): the netlink family IPVS is unknown; load it with `modprobe ip_vs`",
    );
  });

  test("goes on checking: refused and silent servers are told apart", async () => {
    await until(
      "both removals",
      () => running.events.filter(({ kind }) => kind === "real-server.removed").length === 2,
    );
    // The picture follows the events, in a message of its own.
    const downs = () => factsOfKind(running.picture(), "real-server").filter(({ health }) => health === "down");
    await until("both in the picture", () => downs().length === 2);
    const reasons = factsOfKind(running.picture(), "real-server").map((fact) => [
      fact.health,
      fact.weight,
      fact.reason,
    ]);
    expect(reasons).toEqual([
      ["up", null, "TCP_CHECK of [192.168.1.5]:3306 succeeded"],
      ["down", null, "TCP_CHECK of [192.168.1.6]:3306 failed: connection refused"],
      ["down", null, "TCP_CHECK of [192.168.1.7]:3306 failed: no answer in time"],
    ]);
    expect(factsOfKind(running.picture(), "virtual-server")).toMatchObject([{ inTable: false }]);
  });

  test("tells of a lost quorum, and of a regained one", async () => {
    await until("lost", () => running.events.some(({ kind }) => kind === "quorum.lost"));
    expect(running.log()).toContain("Lost quorum 4-0=4 > 3 for VS [192.168.1.100]:3306");
    await bed.inside.ask({ type: "listen", address: "192.168.1.6" });
    await until("gained", () => running.events.some(({ kind }) => kind === "quorum.gained"));
    expect(running.log()).toContain("Gained quorum 4+0=4 <= 6 for VS [192.168.1.100]:3306");
  });

  test("with rs_init_notifies a server that is up from the start is told of, one with alpha is not", async () => {
    const model = (alpha: boolean) =>
      modelOf(
        virtualServer({
          alpha,
          realServers: [realServer("192.168.1.5", { notifyUp: { argv: ["/nonexistent/up"], user: null } })],
        }),
      );
    for (const alpha of [false, true]) {
      const started = bed.start({ ...model(alpha), globals: { routerId: null, notifyAtStart: true } });
      await until("the start", () => started.picture().confirmed.services !== undefined);
      // The script is missing, so that telling of it leaves an event; with alpha it comes with the first success.
      await until("the script", () => started.events.some(({ kind }) => kind === "script.failed"));
      const kinds = started.events.map(({ kind }) => kind).filter((kind) => kind !== "ipvs.failed");
      expect(kinds[0]).toBe(alpha ? "real-server.added" : "script.failed");
      started.send({ type: "stop" });
      expect(await started.exited).toBe(0);
    }
  });

  test("confirms what it knows, has complained once, and stops in order", async () => {
    const before = running.picture().confirmed.services ?? 0;
    await until("a later confirmation", () => (running.picture().confirmed.services ?? 0) > before);
    expect(running.events.filter(({ kind }) => kind === "ipvs.failed")).toHaveLength(1);
    running.send({ type: "stop" });
    expect(await running.exited).toBe(0);
  });
});
