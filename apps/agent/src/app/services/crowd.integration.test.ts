import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { millis } from "@baton/shared/base/duration.ts";
import type { RealServer } from "@baton/shared/config/model.ts";
import { factsOfKind } from "@baton/shared/contract/picture.ts";
import { expect, test } from "vitest";
import { modelOf, realServer, tcpCheck, virtualServer } from "./testbed/model.ts";
import { createTestbed } from "./testbed/namespace.ts";
import { until } from "../../testing/until.ts";

const NAMESPACE = `bch-c-${process.pid}`;
const DOOMED = 10_000;
const LASTING = 100;
const [DOOMED_PORT, LASTING_PORT] = [3306, 3307];
const DELAY_LOOP_MS = 1000;
/** Generous, for a busy machine; work that grows with the square of the servers takes much longer. */
const LATEST_MS = 5000;
const MOST_MB = 600;

const servers = (count: number, network: number, port: number): RealServer[] =>
  Array.from({ length: count }, (_, index) => {
    const address = `10.${network}.${index >> 7}.${(index & 127) + 1}`;
    const check = tcpCheck(address, port, { delayLoop: millis(DELAY_LOOP_MS), retry: 0, connectTimeout: millis(5000) });
    return realServer(address, { port, forwarding: "NAT", checkers: [check] });
  });

/** Resident memory of the services process, megabytes. */
const memory = (): number => {
  const pids = execFileSync("ip", ["netns", "pids", NAMESPACE], { encoding: "utf8" }).split("\n").filter(Boolean);
  const pid = pids.find((each) => /\/services\.(ts|mjs)/.test(readFileSync(`/proc/${each}/cmdline`, "utf8")));
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
};

test.skipIf(process.getuid?.() !== 0)(
  "ten thousand servers that die together: a few lines, one summary, every fact, and the others are checked in time",
  async () => {
    const bed = createTestbed(NAMESPACE, []);
    try {
      bed.run("ip", "route", "add", "local", "10.32.0.0/12", "dev", "lo");
      for (const port of [DOOMED_PORT, LASTING_PORT]) await bed.inside.ask({ type: "drain", port });
      const pool = virtualServer({ forwarding: "NAT", realServers: servers(DOOMED, 32, DOOMED_PORT) });
      const others = { address: "192.168.1.101", realServers: servers(LASTING, 33, LASTING_PORT) };
      const running = bed.start(modelOf(pool, virtualServer({ forwarding: "NAT", ...others })));
      const count = (health: string, reason: string): number =>
        factsOfKind(running.picture(), "real-server").filter(
          (fact) => fact.health === health && fact.reason.endsWith(reason),
        ).length;
      await until("all of them up", () => count("up", "succeeded") === DOOMED + LASTING);

      await bed.inside.ask({ type: "watch-gaps", port: LASTING_PORT });
      await bed.inside.ask({ type: "end-drain", port: DOOMED_PORT });
      await until("all of them down", () => count("down", "") === DOOMED);
      const gap = Number(await bed.inside.ask({ type: "longest-gap", port: LASTING_PORT }));
      expect(gap).toBeLessThan(DELAY_LOOP_MS + LATEST_MS);
      expect(count("up", "succeeded")).toBe(LASTING);
      expect(memory()).toBeLessThan(MOST_MB);

      const removed = () => running.events.filter(({ kind }) => kind === "real-server.removed").length;
      const many = () => running.events.filter(({ kind }) => kind === "real-server.many");
      const summed = () => many().reduce((sum, { data }) => sum + Number(data["real servers removed"] ?? 0), 0);
      await until("everyone told of", () => removed() + summed() === DOOMED);
      expect(removed()).toBeLessThan(100);
      const lines = running.log().split("\n");
      const summaries = lines.filter((line) => line.includes("real servers removed"));
      expect(summaries.length).toBeLessThan(6);
      expect(lines.filter((line) => line.includes("TCP connection to")).length).toBeLessThan(100);
      running.send({ type: "stop" });
      expect(await running.exited).toBe(0);
    } finally {
      await bed.remove();
    }
  },
  240_000,
);
