import { spawnSync } from "node:child_process";
import { millis } from "@baton/shared/base/duration.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createKernelTable } from "../../io/netlink-ipvs/kernel-table.ts";
import { loadIpvsModule } from "../../io/netlink-ipvs/load-module.ts";
import { modelOf, realServer, tcpCheck, virtualServer } from "./testbed/model.ts";
import { createTestbed, type Services, type Testbed } from "./testbed/namespace.ts";
import { until } from "../../testing/until.ts";

/** The services process on a real kernel: in a namespace with no way out, against the kernel's own table. */

const reason = await (async (): Promise<string | null> => {
  if (process.getuid?.() !== 0) return "not root";
  await loadIpvsModule();
  const kernel = createKernelTable();
  const info = await kernel.info();
  kernel.close();
  return info.ok ? null : info.error.message;
})();
if (reason) console.warn(`skipped, IPVS can't be used here: ${reason}`);

const HEADER = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
`;
const SERVICE = "TCP  192.168.1.100:3306 wrr persistent 50\n";
const DB1 = "  -> 192.168.1.5:3306             Route   3      0          0         \n";
const DB2 = "  -> 192.168.1.6:3306             Route   3      0          0         \n";
const BOTH = HEADER + SERVICE + DB1 + DB2;
const ONE = HEADER + SERVICE + DB1;

const idOf = (address: string) => ({ kind: "address" as const, protocol: "TCP" as const, address, port: 3306 });
const destination = (address: string, weight: number) => ({
  address,
  port: 3306,
  forwarding: "DR" as const,
  weight,
  upperThreshold: 0,
  lowerThreshold: 0,
  tunnel: { type: "ipip" as const, port: 0, flags: 0 },
});

describe.skipIf(reason !== null)("the services process", () => {
  let bed: Testbed;
  let running: Services;
  const table = (): Promise<string> => bed.inside.ask({ type: "table" });
  const becomes = (expected: string, what: string) =>
    until(what, async () => (await table()) === expected).catch(async (error: unknown) => {
      throw new Error(`${String(error)}\n${await table()}\n${running.log()}`);
    });

  /** The log comes by a pipe, so it may come after what it tells of. */
  const logs = (text: string) => until(`the line "${text}"`, () => running.log().includes(text));

  beforeAll(async () => {
    bed = createTestbed(`bsv-${process.pid}`, ["192.168.1.5", "192.168.1.6", "192.168.1.100"]);
    await bed.inside.ask({ type: "listen", address: "192.168.1.5" });
    await bed.inside.ask({ type: "listen", address: "192.168.1.6" });
    running = bed.start(modelOf(virtualServer()));
  });

  afterAll(async () => bed?.remove());

  test("the kernel gets the article's table, and it is printed as ipvsadm prints it", async () => {
    await becomes(BOTH, "both servers in the table");
    const ipvsadm = process.env.BATON_IPVSADM ?? "ipvsadm";
    if (spawnSync(ipvsadm, ["--version"]).status !== 0) return console.warn("ipvsadm is not here to compare with");
    expect(bed.run(ipvsadm, "-ln")).toBe(BOTH);
    expect(bed.run(ipvsadm, "-Sn")).toBe(
      "-A -t 192.168.1.100:3306 -s wrr -p 50\n" +
        "-a -t 192.168.1.100:3306 -r 192.168.1.5:3306 -g -w 3\n" +
        "-a -t 192.168.1.100:3306 -r 192.168.1.6:3306 -g -w 3\n",
    );
  });

  test("facts say what kernel and checkers say, and are confirmed", async () => {
    await until("both servers probed", () => {
      const servers = factsOfKind(running.picture(), "real-server");
      return servers.length === 2 && servers.every(({ reason: why }) => why.endsWith("succeeded"));
    });
    expect(factsOfKind(running.picture(), "virtual-server")).toEqual([
      {
        kind: "virtual-server",
        key: "TCP 192.168.1.100:3306",
        scheduler: "wrr",
        persistenceTimeoutMs: 50_000,
        inTable: true,
        traffic: { connections: 0, inPackets: 0, outPackets: 0, inBytes: 0, outBytes: 0 },
      },
    ]);
    expect(factsOfKind(running.picture(), "real-server")).toMatchObject([
      { key: "TCP 192.168.1.100:3306 -> 192.168.1.5:3306", weight: 3, health: "up" },
      { key: "TCP 192.168.1.100:3306 -> 192.168.1.6:3306", weight: 3, health: "up" },
    ]);
    const before = running.picture().confirmed.services ?? 0;
    await until("a later confirmation", () => (running.picture().confirmed.services ?? 0) > before);
  });

  test("a dead server is removed, a revived one is added, with the article's log lines", async () => {
    await bed.inside.ask({ type: "close", address: "192.168.1.6" });
    await becomes(ONE, "the dead server gone");
    await logs("TCP connection to [192.168.1.6]:3306 failed.");
    await logs("Removing service [192.168.1.6]:3306 from VS [192.168.1.100]:3306");
    await until("the event", () => running.events.some(({ kind }) => kind === "real-server.removed"));
    expect(running.events.find(({ kind }) => kind === "real-server.removed")).toMatchObject({
      subject: "TCP 192.168.1.100:3306 -> 192.168.1.6:3306",
      data: { reason: "TCP_CHECK of [192.168.1.6]:3306 failed after 1 retry: connection refused" },
    });
    await bed.inside.ask({ type: "listen", address: "192.168.1.6" });
    await becomes(BOTH, "the server back");
    await logs("TCP connection to [192.168.1.6]:3306 success.");
    await logs("Adding service [192.168.1.6]:3306 to VS [192.168.1.100]:3306");
  });

  test("a change by someone else is named and put right; their own service is left alone", async () => {
    await bed.inside.ask({
      type: "apply",
      operations: [
        { op: "delete-destination", id: idOf("192.168.1.100"), destination: destination("192.168.1.5", 3) },
        {
          op: "edit-destination",
          id: idOf("192.168.1.100"),
          destination: destination("192.168.1.6", 7),
          from: destination("192.168.1.6", 3),
        },
      ],
    });
    await becomes(BOTH, "the table put right");
    await logs("putting it right: add 192.168.1.5:3306 to TCP 192.168.1.100:3306 (DR, weight 3)");
    await logs("putting it right: change 192.168.1.6:3306 of TCP 192.168.1.100:3306 (weight 7 to 3)");
    const service = {
      id: idOf("192.168.1.200"),
      scheduler: "wrr",
      schedulerFlags: 0,
      onePacket: false,
      persistence: null,
      persistenceEngine: null,
    };
    await bed.inside.ask({ type: "apply", operations: [{ op: "add-service", service }] });
  });

  const FOREIGN = "TCP  192.168.1.200:3306 wrr\n";

  test("a reload edits in place and keeps what it knows of health", async () => {
    await bed.inside.ask({ type: "close", address: "192.168.1.6" });
    await becomes(ONE + FOREIGN, "the dead server gone");
    const servers = [realServer("192.168.1.5", { weight: 9 }), realServer("192.168.1.6")];
    running.send({ type: "reload", model: modelOf(virtualServer({ realServers: servers })) });
    await becomes(ONE.replace("Route   3", "Route   9") + FOREIGN, "the new weight");
    running.send({ type: "reload", model: modelOf(virtualServer()) });
    await becomes(ONE + FOREIGN, "the old weight");
    expect(running.log().match(/Activating healthchecker/g)).toHaveLength(2);
  });

  test("after SIGKILL the successor adopts the table, the dead server stays out", async () => {
    running.kill();
    await running.exited;
    expect(await table()).toBe(ONE + FOREIGN);
    running = bed.start(modelOf(virtualServer()));
    await logs("TCP connection to [192.168.1.6]:3306 failed.");
    expect(await table()).toBe(ONE + FOREIGN);
    await bed.inside.ask({ type: "listen", address: "192.168.1.6" });
    await becomes(BOTH + FOREIGN, "the server back");
    expect(running.log()).not.toContain("Removing service");
  });

  test("inhibit_on_failure sets the weight to 0; quorum is lost with the last server", async () => {
    const quick = { inhibitOnFailure: true, checkers: [tcpCheck("192.168.1.6", 3306, { delayLoop: millis(200) })] };
    running.send({
      type: "reload",
      model: modelOf(virtualServer({ realServers: [realServer("192.168.1.6", quick)] })),
    });
    await becomes(HEADER + SERVICE + DB2 + FOREIGN, "one server left");
    await bed.inside.ask({ type: "close", address: "192.168.1.6" });
    await becomes(HEADER + SERVICE + DB2.replace("3  ", "0  ") + FOREIGN, "weight 0");
    await until("the event", () => running.events.some(({ kind }) => kind === "quorum.lost"));
    await bed.inside.ask({ type: "listen", address: "192.168.1.6" });
    await becomes(HEADER + SERVICE + DB2 + FOREIGN, "the weight back");
    await until("the event", () => running.events.some(({ kind }) => kind === "quorum.gained"));
  });

  test("the sorry server stands in while the quorum is lost", async () => {
    const sorryServer = { address: "192.168.1.7", port: 3306, forwarding: "DR" as const, inhibit: false };
    const pool = virtualServer({ sorryServer, realServers: [realServer("192.168.1.6")] });
    running.send({ type: "reload", model: modelOf(pool) });
    await bed.inside.ask({ type: "close", address: "192.168.1.6" });
    const SORRY = DB2.replace("1.6", "1.7").replace("3  ", "1  ");
    await becomes(HEADER + SERVICE + SORRY + FOREIGN, "the sorry server alone");
    await logs("Adding sorry server [192.168.1.7]:3306 to VS [192.168.1.100]:3306");
    await bed.inside.ask({ type: "listen", address: "192.168.1.6" });
    await becomes(HEADER + SERVICE + DB2 + FOREIGN, "the server back");
  });

  test("a standby server serves while the quorum is lost; with rise one success does not end that", async () => {
    const rising = { checkers: [tcpCheck("192.168.1.5", 3306, { delayLoop: millis(500), rise: 4 })] };
    const realServers = [realServer("192.168.1.5", rising), realServer("192.168.1.6", { standby: true })];
    running.send({ type: "reload", model: modelOf(virtualServer({ realServers })) });
    await becomes(ONE + FOREIGN, "the standby out of the table");
    const standby = () =>
      factsOfKind(running.picture(), "real-server").find(({ address }) => address === "192.168.1.6");
    await until("the reason", () => standby()?.weightReason === "standby: serves while the quorum is lost");
    expect(standby()).toMatchObject({ weight: null, health: "up" });
    await bed.inside.ask({ type: "close", address: "192.168.1.5" });
    await becomes(HEADER + SERVICE + DB2 + FOREIGN, "the standby alone");
    await logs("Adding standby servers to the pool for VS [192.168.1.100]:3306");
    const began = Date.now();
    await bed.inside.ask({ type: "listen", address: "192.168.1.5" });
    await becomes(ONE + FOREIGN, "the server back");
    // Four successes are three delay_loops.
    expect(Date.now() - began).toBeGreaterThan(1500 - 50);
  });

  test("what the kernel refuses is named with its reason, and the rest is done", async () => {
    const unknown = virtualServer({ port: 3307, scheduler: "nosuch" });
    const pool = virtualServer({ realServers: [realServer("192.168.1.6")] });
    running.send({ type: "reload", model: modelOf(unknown, pool) });
    await logs("(this kernel has no scheduler nosuch)");
    await becomes(HEADER + SERVICE + DB2 + FOREIGN, "the rest");
    expect(running.events.filter(({ kind }) => kind === "ipvs.failed")).toHaveLength(1);
    running.send({ type: "reload", model: modelOf(virtualServer()) });
    await becomes(BOTH + FOREIGN, "the article's table again");
  });

  test("an orderly stop removes our services and nothing else", async () => {
    running.send({ type: "stop" });
    expect(await running.exited).toBe(0);
    expect(await table()).toBe(HEADER + FOREIGN);
    const removals = [...running.log().matchAll(/Removing service .*/g)].map(([line]) => line);
    expect(removals.slice(-2)).toEqual([
      "Removing service [192.168.1.5]:3306 from VS [192.168.1.100]:3306",
      "Removing service [192.168.1.6]:3306 from VS [192.168.1.100]:3306",
    ]);
  });
});
