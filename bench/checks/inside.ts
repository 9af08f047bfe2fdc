import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { mustRun } from "@baton/e2e/lab/command.ts";
import { env } from "@baton/e2e/vm/debian.ts";
import { type Director, type DirectorName, startDirector } from "../lib/director.ts";
import { startListener } from "../lib/listener.ts";
import { cpuMs, memory } from "../vrrp/usage.ts";
import { startCapture } from "./capture.ts";
import type { ChecksCost, ChecksOptions } from "./checks.ts";
import { configuration, DELAY_LOOP_MS, SERVER_NETWORK, SERVER_PORT } from "./servers.ts";

/** Runs in a network namespace of its own. The last line is the result. */

/** After every server was checked once: the cost of going on is measured, not that of getting into one's stride. */
const WARM_UP_MS = 10_000;
/** A program that has not checked every server by then is measured as it is: it can't keep up with so many. */
const START_MS = 60_000;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const percentile = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;

/** How much later than delay_loop after the last check of the same server each check began. */
const lateness = (times: ReadonlyMap<string, readonly number[]>): number[] =>
  [...times.values()]
    .flatMap((starts) => starts.slice(1).map((at, index) => at - (starts[index] ?? at) - DELAY_LOOP_MS))
    .toSorted((a, b) => a - b);

const usage = async (director: Director) => {
  const checker = await director.checkerPid();
  const pids = await director.pids();
  return { checker: await cpuMs(checker), all: sum(await Promise.all(pids.map(cpuMs))) };
};

/** Milliseconds until as many connections had come as there are servers; null when they did not in time. */
const firstChecks = async (count: () => Promise<number>, servers: number): Promise<number | null> => {
  const began = performance.now();
  while (performance.now() - began < START_MS) {
    if ((await count()) >= servers) return performance.now() - began;
    await pause(200);
  }
  return null;
};

const measure = async (name: DirectorName, folder: string, options: ChecksOptions, servers: number) => {
  const listener = await startListener(SERVER_PORT);
  const director = await startDirector(name, path.join(folder, name), configuration(servers));
  try {
    const startMs = await firstChecks(listener.count, servers);
    await pause(WARM_UP_MS);
    const before = await usage(director);
    const capture = await startCapture(path.join(folder, "syn.pcap"));
    const began = performance.now();
    await pause(options.seconds * 1000);
    const after = await usage(director);
    const seconds = (performance.now() - began) / 1000;
    const times = await capture.finish();
    const checks = sum([...times.values()].map(({ length }) => length));
    const late = lateness(times);
    const rss = await Promise.all((await director.pids()).map(memory));
    const cost: ChecksCost = {
      startMs,
      checks,
      serversSeen: times.size,
      checksPerSecond: checks / seconds,
      microsecondsPerCheck: ((after.checker - before.checker) * 1000) / checks,
      microsecondsPerCheckAllProcesses: ((after.all - before.all) * 1000) / checks,
      coreShare: (after.checker - before.checker) / (seconds * 1000),
      latenessMs: { p50: percentile(late, 0.5), p99: percentile(late, 0.99), max: late.at(-1) ?? null },
      rssKb: (await memory(await director.checkerPid())).rssKb,
      allProcessesRssKb: sum(rss.map(({ rssKb }) => rssKb)),
    };
    return cost;
  } catch (error) {
    say(await director.lastLines());
    throw error;
  } finally {
    await director.stop();
    await listener.close();
  }
};

const main = async (
  options: ChecksOptions,
): Promise<readonly (ChecksCost & { name: DirectorName; servers: number })[]> => {
  const run = (...argv: string[]): Promise<string> => mustRun(argv, { env: env() });
  await run("ip", "link", "set", "lo", "up");
  await run("ip", "route", "add", "local", SERVER_NETWORK, "dev", "lo");
  await writeFile("/proc/sys/net/core/somaxconn", "65535");
  const folder = await mkdtemp(path.join(tmpdir(), "baton-bench-"));
  const results = [];
  try {
    for (let round = 1; round <= options.runs; round++) {
      for (const servers of options.servers) {
        for (const name of options.programs) {
          const cost = await measure(name, folder, options, servers);
          results.push({ name, servers, ...cost });
          const { p99 } = cost.latenessMs;
          const words = [
            `${cost.microsecondsPerCheck.toFixed(1)} us of CPU per check`,
            `${cost.checksPerSecond.toFixed(0)} checks/s`,
            p99 === null ? "no server was checked twice" : `lateness p99 ${p99.toFixed(0)} ms`,
            `RSS ${(cost.rssKb / 1024).toFixed(0)} MB`,
            `${(100 * cost.coreShare).toFixed(0)} % of a core`,
          ];
          if (cost.startMs === null) words.push(`not every server within ${START_MS / 1000} s of its start`);
          say(`run ${round}/${options.runs} ${name}, ${servers} servers: ${words.join(", ")}`);
        }
      }
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

process.stdout.write(`${JSON.stringify(await main(JSON.parse(process.argv[2] ?? "{}")))}\n`);
