import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { type ProbeRun, startProbeRun } from "./probe-run.ts";
import { until as waitUntil } from "../../testing/until.ts";

/** A server on loopback that speaks first, or does whatever `greet` does. */
const GREETING = Buffer.from([0x4a, 0, 0, 0, 0x0a, 0x38, 0x2e]);
const ERROR = Buffer.from([0x10, 0, 0, 0, 0xff, 0x69, 0x04]);

let server: Server | null = null;
let run: ProbeRun | null = null;
const listen = (greet: (socket: Socket) => void, port = 0): Promise<number> =>
  new Promise((resolve) => {
    server = createServer((socket) => {
      socket.on("error", () => {});
      greet(socket);
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server?.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
const closeServer = (): Promise<void> =>
  new Promise((resolve) => {
    if (!server) return resolve();
    server.close(() => resolve());
    server = null;
  });
const begin = (port: number, maxDurationMs = 60_000): ProbeRun => {
  run = startProbeRun({ probeId: "p", target: { address: "127.0.0.1", port }, intervalMs: 5, maxDurationMs });
  return run;
};
const until = (what: string, holds: () => boolean): Promise<void> => waitUntil(what, holds, { everyMs: 2 });

afterEach(async () => {
  run?.stop();
  await closeServer();
});

test("an outage is one gap, about as long as it was", async () => {
  const port = await listen((socket) => socket.write(GREETING));
  const probing = begin(port);
  await until("the first answers", () => probing.report().succeeded >= 20);
  await closeServer();
  const from = performance.now();
  await until("refusals", () => (probing.report().failures.refused ?? 0) >= 40);
  const outage = performance.now() - from;
  await listen((socket) => socket.write(GREETING), port);
  const before = probing.report().succeeded;
  await until("answers again", () => probing.report().succeeded >= before + 20);
  probing.stop();
  const { longestGapMs, gaps, probes, succeeded, failures } = probing.report();
  expect(longestGapMs).toBeGreaterThanOrEqual(outage);
  expect(gaps[0]?.ms).toBe(longestGapMs);
  expect(gaps.filter(({ ms }) => ms >= outage)).toHaveLength(1);
  expect(succeeded + Object.values(failures).reduce((sum, count) => sum + count, 0)).toBe(probes);
});

test.each<[string, (socket: Socket) => void, string]>([
  ["a server that is full says so with an error packet", (socket) => socket.write(ERROR), "other"],
  ["a server that hangs up", (socket) => socket.end(), "reset"],
  ["a server that resets", (socket) => socket.resetAndDestroy(), "reset"],
  ["a server that never speaks", () => {}, "timeout"],
])("%s is no success", async (_, greet, kind) => {
  const probing = begin(await listen(greet));
  await until("failures of that kind", () => (probing.report().failures[kind] ?? 0) >= 3);
  expect(probing.report().succeeded).toBe(0);
});

test("a greeting that comes in pieces is a greeting", async () => {
  const port = await listen((socket) => {
    socket.setNoDelay(true);
    socket.write(GREETING.subarray(0, 2));
    setTimeout(() => socket.write(GREETING.subarray(2)), 5);
  });
  const probing = begin(port);
  await until("answers", () => probing.report().succeeded >= 3);
});

test("ends by itself, and its report stays as it was", async () => {
  const probing = begin(await listen((socket) => socket.write(GREETING)), 100);
  await until("the end", () => probing.ended());
  const report = probing.report();
  expect(report.endedAt - report.startedAt).toBeGreaterThanOrEqual(99);
  await sleep(30);
  expect(probing.report()).toEqual(report);
});
