import { repositoryPath } from "@baton/e2e/lab/paths.ts";
import { runInKernel } from "../lib/in-kernel.ts";
import { median } from "../lib/statistics.ts";
import type { TableSize } from "./table.ts";

/** Milliseconds. All times are taken by the same observer, another process, which looks at the kernel's table. */
export interface IpvsRun {
  /** From the first service in the table to the last server in it. */
  readonly writingMs: number;
  /** From the start of the program, before it reads its configuration, to the last server. */
  readonly fromStartMs: number;
  /** From SIGHUP to the last changed weight; null for ipvsadm, which knows no reload. */
  readonly reloadMs: number | null;
}

export type IpvsRuns = Readonly<Record<"keepalived" | "baton" | "ipvsadm", readonly IpvsRun[]>>;

export interface IpvsResult extends TableSize {
  readonly bench: "ipvs";
  readonly runs: number;
  readonly medianMs: Readonly<Record<keyof IpvsRuns, IpvsRun>>;
  /** Ours by keepalived's: writing. */
  readonly ratio: number;
  /** The same with start and reading of the configuration. */
  readonly startRatio: number;
  readonly reloadRatio: number | null;
  /** Ours by `ipvsadm -R`'s: writing. */
  readonly ipvsadmRatio: number;
}

const mediansOf = (runs: readonly IpvsRun[]): IpvsRun => {
  const reloads = runs.flatMap(({ reloadMs }) => reloadMs ?? []);
  return {
    writingMs: median(runs.map(({ writingMs }) => writingMs)),
    fromStartMs: median(runs.map(({ fromStartMs }) => fromStartMs)),
    reloadMs: reloads.length > 0 ? median(reloads) : null,
  };
};

/** Cold load and reload of a big IPVS table by keepalived, Baton and `ipvsadm -R` in turn, in one kernel. */
export const benchIpvs = async (options: TableSize & { readonly runs: number }): Promise<IpvsResult> => {
  const runs = (await runInKernel("ipvs", repositoryPath("bench", "ipvs", "inside.ts"), options)) as IpvsRuns;
  const keepalived = mediansOf(runs.keepalived);
  const baton = mediansOf(runs.baton);
  const ipvsadm = mediansOf(runs.ipvsadm);
  return {
    bench: "ipvs",
    ...options,
    medianMs: { keepalived, baton, ipvsadm },
    ratio: baton.writingMs / keepalived.writingMs,
    startRatio: baton.fromStartMs / keepalived.fromStartMs,
    reloadRatio: baton.reloadMs && keepalived.reloadMs ? baton.reloadMs / keepalived.reloadMs : null,
    ipvsadmRatio: baton.writingMs / ipvsadm.writingMs,
  };
};
