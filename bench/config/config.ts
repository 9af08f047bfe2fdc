import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { mustRun } from "@baton/e2e/lab/command.ts";
import { env, need } from "@baton/e2e/vm/debian.ts";
import { median, spread } from "../lib/statistics.ts";
import { type LargeStyle, largeFile } from "./large-file.ts";
import { measure } from "./measure.ts";

const BATON = fileURLToPath(new URL("../../bin/baton", import.meta.url));
const IN_PROCESS = fileURLToPath(new URL("./in-process.ts", import.meta.url));
/** Both in a network of their own: keepalived looks at interfaces even when it only checks. */
const APART = ["unshare", "--net", "--mount"];

export interface ConfigBenchOptions {
  readonly runs: number;
  readonly services: number;
  readonly servers: number;
}

type Spread = ReturnType<typeof spread>;

interface FileResult {
  readonly fileBytes: number;
  /** Milliseconds from a process's start to its end: `baton config plan` and `keepalived -t` on the same file. */
  readonly wallMs: { readonly baton: Spread; readonly keepalived: Spread };
  /** Milliseconds of reading and planning alone in a fresh process; keepalived has no like figure. */
  readonly inProcessMs: Spread;
  /** The same in processor time of the main thread, which a busy machine hardly changes. */
  readonly inProcessCpuMs: Spread;
  readonly peakMegabytes: { readonly baton: number; readonly keepalived: number };
  /** Ours by keepalived's, median wall time. */
  readonly ratio: number;
  readonly memoryRatio: number;
}

/** Two files of one size: real servers that are all alike, and real servers of which each is different. */
export interface ConfigBenchResult extends ConfigBenchOptions, Readonly<Record<LargeStyle, FileResult>> {
  readonly bench: "config";
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;

const inProcess = async (file: string): Promise<{ ms: number; cpuMs: number }> =>
  JSON.parse(await mustRun([process.execPath, IN_PROCESS, file])) as { ms: number; cpuMs: number };

const measureFile = async (
  file: string,
  { runs, services, servers }: ConfigBenchOptions,
  style: LargeStyle,
): Promise<FileResult> => {
  const text = largeFile(services, servers, style);
  await writeFile(file, text);
  const ours = [...APART, BATON, "config", "plan", file];
  const theirs = [...APART, need("keepalived"), "-t", "-f", file];
  const times: Record<"baton" | "keepalived" | "inProcess" | "inProcessCpu", number[]> = {
    baton: [],
    keepalived: [],
    inProcess: [],
    inProcessCpu: [],
  };
  // The first look also fills Baton's cache of compiled code, as a user's first call does.
  const peakMegabytes = {
    baton: megabytes((await measure(ours, env(), true)).peakBytes),
    keepalived: megabytes((await measure(theirs, env(), true)).peakBytes),
  };
  for (let run = 1; run <= runs; run++) {
    times.keepalived.push((await measure(theirs, env(), false)).ms);
    times.baton.push((await measure(ours, env(), false)).ms);
    const { ms, cpuMs } = await inProcess(file);
    times.inProcess.push(ms);
    times.inProcessCpu.push(cpuMs);
    const last = Object.entries(times).map(([name, each]) => `${name} ${each.at(-1)?.toFixed(0)} ms`);
    process.stderr.write(`${style}, run ${run}/${runs}: ${last.join(", ")}\n`);
  }
  return {
    fileBytes: text.length,
    wallMs: { baton: spread(times.baton), keepalived: spread(times.keepalived) },
    inProcessMs: spread(times.inProcess),
    inProcessCpuMs: spread(times.inProcessCpu),
    peakMegabytes,
    ratio: median(times.baton) / median(times.keepalived),
    memoryRatio: peakMegabytes.baton / peakMegabytes.keepalived,
  };
};

/** Reading and planning two large configurations, beside `keepalived -t`, alternating. */
export const benchConfig = async (options: ConfigBenchOptions): Promise<ConfigBenchResult> => {
  const folder = await mkdtemp(path.join(tmpdir(), "baton-bench-"));
  try {
    const file = path.join(folder, "keepalived.conf");
    const alike = await measureFile(file, options, "alike");
    const distinct = await measureFile(file, options, "distinct");
    return { bench: "config", ...options, alike, distinct };
  } finally {
    await rm(folder, { recursive: true });
  }
};
