import { repositoryPath } from "@baton/e2e/lab/paths.ts";
import type { DirectorName } from "../lib/director.ts";
import { runInKernel, type Where } from "../lib/in-kernel.ts";
import { median } from "../lib/statistics.ts";

export interface ChecksOptions {
  readonly runs: number;
  /** How many real servers, one measurement for each number. */
  readonly servers: readonly number[];
  /** Length of one measurement. */
  readonly seconds: number;
  readonly programs: readonly DirectorName[];
}

/** One program's cost in one measurement. Checks are counted by their SYN packets on the wire, for both alike. */
export interface ChecksCost {
  /** From its start until as many connections had come as there are servers; null: not in time, it can't keep up. */
  readonly startMs: number | null;
  readonly checks: number;
  readonly serversSeen: number;
  readonly checksPerSecond: number;
  /** User and system time of the process that checks: keepalived's checker child, Baton's `services`. */
  readonly microsecondsPerCheck: number;
  readonly microsecondsPerCheckAllProcesses: number;
  /** 1 is one core. */
  readonly coreShare: number;
  /** From one check of a server to the next, beyond delay_loop: connecting, and whatever the program was late. Null: no server was checked twice. */
  readonly latenessMs: { readonly p50: number | null; readonly p99: number | null; readonly max: number | null };
  readonly rssKb: number;
  readonly allProcessesRssKb: number;
}

interface Measured extends ChecksCost {
  readonly name: DirectorName;
  readonly servers: number;
}

interface Summary {
  readonly microsecondsPerCheck: number;
  readonly microsecondsPerCheckAllProcesses: number;
  readonly checksPerSecond: number;
  /** Null: no server was checked twice. */
  readonly latenessP99Ms: number | null;
  /** Of a core, by the process that checks: where it is near 1, the program can't keep up with so many servers. */
  readonly coreShare: number;
  readonly rssMb: number;
  readonly allProcessesRssMb: number;
}

export interface ChecksResult {
  readonly bench: "checks";
  readonly where: Where;
  readonly seconds: number;
  readonly runs: number;
  /** By number of servers, then by program. */
  readonly medians: Record<string, Partial<Record<DirectorName, Summary>>>;
  /** CPU per check, ours by keepalived's, by number of servers; null where keepalived did not run. */
  readonly ratios: Record<string, number | null>;
  readonly ratio: number | null;
}

const summarise = (measured: readonly Measured[]): Summary => {
  const of = (value: (each: Measured) => number): number => median(measured.map(value));
  return {
    microsecondsPerCheck: of((each) => each.microsecondsPerCheck),
    microsecondsPerCheckAllProcesses: of((each) => each.microsecondsPerCheckAllProcesses),
    checksPerSecond: of((each) => each.checksPerSecond),
    latenessP99Ms: measured.some(({ latenessMs }) => latenessMs.p99 === null)
      ? null
      : of((each) => each.latenessMs.p99 ?? 0),
    coreShare: of((each) => each.coreShare),
    rssMb: of((each) => each.rssKb) / 1024,
    allProcessesRssMb: of((each) => each.allProcessesRssKb) / 1024,
  };
};

/**
 * TCP_CHECK of many servers each two seconds. keepalived's checker does not start without IPVS, so the comparison runs
 * in a kernel that has it; "here" measures Baton alone on this machine's own kernel.
 */
export const benchChecks = async (
  options: Omit<ChecksOptions, "programs"> & { where: Where },
): Promise<ChecksResult> => {
  const { where, ...rest } = options;
  const programs: readonly DirectorName[] = where === "ipvs" ? ["keepalived", "baton"] : ["baton"];
  const script = repositoryPath("bench", "checks", "inside.ts");
  const measured = (await runInKernel(where, script, { ...rest, programs })) as readonly Measured[];
  const medians: ChecksResult["medians"] = {};
  const ratios: ChecksResult["ratios"] = {};
  for (const servers of options.servers) {
    const of = (name: DirectorName): Measured[] =>
      measured.filter((each) => each.name === name && each.servers === servers);
    const sides: Partial<Record<DirectorName, Summary>> = {};
    for (const name of programs) sides[name] = summarise(of(name));
    const [ours, theirs] = [sides.baton, sides.keepalived];
    medians[servers] = sides;
    ratios[servers] = ours && theirs ? ours.microsecondsPerCheck / theirs.microsecondsPerCheck : null;
  }
  const last = options.servers.at(-1);
  return {
    bench: "checks",
    where,
    seconds: options.seconds,
    runs: options.runs,
    medians,
    ratios,
    ratio: last === undefined ? null : (ratios[last] ?? null),
  };
};
