import { millis } from "@baton/shared/base/duration.ts";
import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { isInService } from "../../core/health/server.ts";
import { createMonitor, type MonitoredServer } from "./monitor.ts";
import { realServer, tcpCheck, virtualServer } from "./testbed/model.ts";

const REFUSED: ProbeOutcome = { ok: false, kind: "refused", reason: "connection refused" };
const DB1 = "TCP 192.168.1.100:3306 -> 192.168.1.5:3306";

const entry = (server: RealServer, changes: Partial<MonitoredServer> = {}, of: Partial<VirtualServer> = {}) => ({
  key: `TCP 192.168.1.100:3306 -> ${server.address}:${server.port}`,
  virtualServer: virtualServer(of),
  server,
  missing: false,
  ...changes,
});

const start = (random = 0) => {
  const outcomes = new Map<string, ProbeOutcome>();
  const probes: [string, number][] = [];
  const told: string[] = [];
  let pending: (() => void)[] | null = null;
  const monitor = createMonitor({
    prober: {
      probe: async (checker) => {
        const connectAddress = "connectAddress" in checker ? checker.connectAddress : "";
        probes.push([connectAddress, Date.now()]);
        if (pending) await new Promise<void>((resolve) => pending?.push(resolve));
        return outcomes.get(connectAddress) ?? { ok: true };
      },
      configure: () => {},
      close: () => {},
    },
    now: () => Date.now(),
    wall: () => Date.now(),
    random: () => random,
    log: (text) => told.push(text),
    onWeight: () => told.push("weight"),
    onChange: ({ health }) => told.push(isInService(health) ? "came" : `went: ${health.reason}`),
    onStillDown: () => told.push("still down"),
  });
  /** From now on probes end only when `release` is called. */
  const hold = () => {
    pending = [];
  };
  const release = () => {
    const held = pending ?? [];
    pending = null;
    for (const resolve of held) resolve();
  };
  return { monitor, outcomes, probes, told, hold, release };
};

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("probing", () => {
  test("gathers what falls due right after a wake-up, and keeps nobody waiting who is alone", async () => {
    // The warm-up is random times its length; here it is all of it.
    const { monitor, probes } = start(1);
    const servers = [0, 5, 10, 39, 90].map((warmup, index) =>
      realServer(`192.168.1.${index + 1}`, {
        checkers: [tcpCheck(`192.168.1.${index + 1}`, 3306, { delayLoop: millis(60_000), warmup: millis(warmup) })],
      }),
    );
    monitor.watch(servers.map((server) => entry(server)));
    await vi.advanceTimersByTimeAsync(2000);
    expect(probes.map(([, at]) => at)).toEqual([1000, 1040, 1040, 1040, 1090]);
    monitor.stop();
  });

  test("begins a second after the start and goes on at delay_loop", async () => {
    const { monitor, probes } = start();
    monitor.watch([entry(realServer("192.168.1.5"))]);
    await vi.advanceTimersByTimeAsync(1650);
    expect(probes).toEqual([
      ["192.168.1.5", 1000],
      ["192.168.1.5", 1300],
      ["192.168.1.5", 1600],
    ]);
    monitor.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(probes).toHaveLength(3);
  });

  test("waits for an answer before it asks again", async () => {
    const { monitor, probes, hold, release } = start();
    hold();
    monitor.watch([entry(realServer("192.168.1.5"))]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(probes).toHaveLength(1);
    release();
    await vi.advanceTimersByTimeAsync(300);
    expect(probes).toHaveLength(2);
  });

  test("begins at once for a server that the kernel's table did not have, which is down until then", async () => {
    const { monitor, told } = start();
    monitor.watch([entry(realServer("192.168.1.5"), { missing: true })]);
    expect(monitor.healthOf(DB1)).toMatchObject({ failing: new Set([0]) });
    await vi.advanceTimersByTimeAsync(1);
    expect(told.slice(1)).toEqual(["TCP connection to [192.168.1.5]:3306 success.", "came"]);
  });

  test("alpha of a checker counts for that checker, above its virtual server's", async () => {
    const { monitor, outcomes } = start();
    const [plain, late] = [tcpCheck("192.168.1.5", 3306), tcpCheck("192.168.1.6", 3306, { alpha: true })];
    monitor.watch([entry(realServer("192.168.1.5", { checkers: [plain, late] }))]);
    expect([...(monitor.healthOf(DB1)?.failing ?? [])]).toEqual([1]);
    outcomes.set("192.168.1.6", REFUSED);
    await vi.advanceTimersByTimeAsync(1100);
    expect([...(monitor.healthOf(DB1)?.failing ?? [])]).toEqual([1]);
    outcomes.clear();
    await vi.advanceTimersByTimeAsync(1000);
    expect([...(monitor.healthOf(DB1)?.failing ?? [])]).toEqual([]);
    monitor.watch([
      entry(
        realServer("192.168.1.9", { checkers: [tcpCheck("192.168.1.9", 3306, { alpha: false })] }),
        {},
        { alpha: true },
      ),
    ]);
    expect(monitor.healthOf("TCP 192.168.1.100:3306 -> 192.168.1.9:3306")?.failing.size).toBe(0);
    monitor.stop();
  });

  test("with alpha a server is down until its first success", async () => {
    const { monitor, told, outcomes } = start();
    outcomes.set("192.168.1.5", REFUSED);
    monitor.watch([entry(realServer("192.168.1.5"), {}, { alpha: true })]);
    await vi.advanceTimersByTimeAsync(1100);
    expect(told).not.toContain("came");
    expect(told.filter((each) => each === "still down")).toHaveLength(1);
    outcomes.clear();
    await vi.advanceTimersByTimeAsync(1000);
    expect(told.at(-1)).toBe("came");
  });

  test("that it is still down is told once, and not of one that was found out of the table", async () => {
    const { monitor, told, outcomes } = start();
    outcomes.set("192.168.1.5", REFUSED).set("192.168.1.6", REFUSED);
    const late = entry(realServer("192.168.1.5"), {}, { alpha: true });
    const found = entry(realServer("192.168.1.6"), { missing: true });
    monitor.watch([late, found]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(told.filter((each) => each === "still down")).toHaveLength(1);
    const edited = realServer("192.168.1.5", { checkers: [tcpCheck("192.168.1.5", 3306, { retry: 3 })] });
    monitor.watch([entry(edited, {}, { alpha: true }), found]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(told.filter((each) => each === "still down")).toHaveLength(1);
  });
});

describe("a reload", () => {
  test("leaves what is unchanged with its state and its deadlines", async () => {
    const { monitor, probes, outcomes, told } = start();
    outcomes.set("192.168.1.5", REFUSED);
    monitor.watch([entry(realServer("192.168.1.5"))]);
    await vi.advanceTimersByTimeAsync(1050);
    expect(told.at(-1)).toBe("went: TCP_CHECK of [192.168.1.5]:3306 failed: connection refused");
    monitor.watch([entry(realServer("192.168.1.5", { weight: 9 })), entry(realServer("192.168.1.6"))]);
    await vi.advanceTimersByTimeAsync(60);
    expect(monitor.healthOf(DB1)?.failing.size).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(probes.map(([, at]) => at)).toEqual([1000, 1300]);
  });

  test("keeps a server's word until an edited checker has spoken", async () => {
    const { monitor, outcomes, told } = start();
    outcomes.set("192.168.1.5", REFUSED);
    monitor.watch([entry(realServer("192.168.1.5"))]);
    await vi.advanceTimersByTimeAsync(1050);
    outcomes.clear();
    const edited = realServer("192.168.1.5", { checkers: [tcpCheck("192.168.1.5", 3306, { retry: 0 })] });
    monitor.watch([entry(edited)]);
    expect(monitor.healthOf(DB1)?.failing.size).toBe(1);
    await vi.advanceTimersByTimeAsync(1050);
    expect(told.at(-1)).toBe("came");
  });

  test("forgets a server that is gone, and what its last probe says", async () => {
    const { monitor, outcomes, told, hold, release } = start();
    hold();
    outcomes.set("192.168.1.5", REFUSED);
    monitor.watch([entry(realServer("192.168.1.5"))]);
    await vi.advanceTimersByTimeAsync(1050);
    monitor.watch([]);
    release();
    await vi.advanceTimersByTimeAsync(5000);
    expect(monitor.healthOf(DB1)).toBeNull();
    expect(told).toHaveLength(1);
  });

  test("without its checkers a server is in service, and called so", async () => {
    const { monitor } = start();
    monitor.watch([entry(realServer("192.168.1.5"), { missing: true })]);
    monitor.watch([entry(realServer("192.168.1.5", { checkers: [] }))]);
    expect(monitor.healthOf(DB1)).toMatchObject({
      checkers: 0,
      failing: new Set(),
      reason: "no checker is configured",
    });
  });
});

test("of two checkers the failing one takes the server out, whatever the other says", async () => {
  const { monitor, outcomes, told } = start();
  outcomes.set("192.168.1.9", REFUSED);
  const checkers = [tcpCheck("192.168.1.5", 3306), tcpCheck("192.168.1.9", 80, { delayLoop: millis(500) })];
  monitor.watch([entry(realServer("192.168.1.5", { checkers }))]);
  await vi.advanceTimersByTimeAsync(1400);
  expect(told.filter((text) => text.startsWith("went") || text === "came")).toEqual([
    "went: TCP_CHECK of [192.168.1.9]:80 failed: connection refused",
  ]);
});
