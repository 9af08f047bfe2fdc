import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { mustRun } from "@baton/e2e/lab/command.ts";
import { removeLab } from "@baton/e2e/lab/leftovers.ts";
import { createNetwork } from "@baton/e2e/lab/network.ts";
import { namespaceName } from "@baton/e2e/lab/topology.ts";
import { median, spread } from "../lib/statistics.ts";
import { probeDuring } from "./client-probe.ts";
import { PROGRAMS, type ProgramName, RouterPair } from "./pair.ts";

const LAB_ID = "bench";
/** Answers are watched for this much longer, so that an outage right after the move is seen too. */
const AFTERMATH_MS = 500;

const CASES = ["graceful", "hand-back", "cable", "takeover", "kill"] as const;
type Case = (typeof CASES)[number];
type Gaps = Partial<Record<Case, number>>;

const setCable = (up: boolean): Promise<string> =>
  mustRun(["ip", "-n", namespaceName(LAB_ID, "switch"), "link", "set", "lan-lvs1", up ? "up" : "down"]);

/** One life of a pair through every kind of hand-over, in milliseconds of outage each. */
const cycle = async (pair: RouterPair, program: ProgramName): Promise<Gaps> => {
  const gap = async (move: () => Promise<void>, owner: "lvs1" | "lvs2"): Promise<number> => {
    const report = await probeDuring(LAB_ID, async () => {
      await move();
      await pair.owner(owner);
      await pause(AFTERMATH_MS);
    });
    return report.longestGapMs;
  };
  await Promise.all([pair.start("lvs1"), pair.start("lvs2")]);
  await pair.owner("lvs1");
  const gaps: Gaps = {};
  gaps.graceful = await gap(() => pair.stop("lvs1"), "lvs2");
  gaps["hand-back"] = await gap(() => pair.start("lvs1"), "lvs1");
  gaps.cable = await gap(async () => void (await setCable(false)), "lvs2");
  await setCable(true);
  await pair.owner("lvs1");
  if (program === "baton") {
    gaps.takeover = await gap(() => pair.takeover("lvs2"), "lvs2");
    await pair.release("lvs2");
    await pair.owner("lvs1");
  }
  gaps.kill = await gap(() => pair.die("lvs1"), "lvs2");
  return gaps;
};

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const runCycle = async (program: ProgramName, advertSeconds: number): Promise<Gaps> => {
  await removeLab(LAB_ID, { graceMs: 0 });
  await createNetwork(LAB_ID);
  const folder = await mkdtemp(path.join(tmpdir(), "baton-bench-"));
  const pair = new RouterPair({ labId: LAB_ID, program, advertSeconds, folder });
  try {
    return await cycle(pair, program);
  } finally {
    await pair.close();
    await removeLab(LAB_ID, { graceMs: 0 });
  }
};

export interface FailoverResult {
  readonly bench: "failover";
  readonly advertSeconds: number;
  readonly runs: number;
  /** Milliseconds of outage at the client. */
  readonly gapMs: Record<ProgramName, Partial<Record<Case, { min: number; median: number; max: number }>>>;
  /** Ours by keepalived's, median each; takeover against keepalived's graceful stop, its only planned move. */
  readonly ratios: Partial<Record<Case, number>>;
  readonly ratio: number;
}

const summarise = (gaps: Record<ProgramName, Gaps[]>, advertSeconds: number, runs: number): FailoverResult => {
  const of = (program: ProgramName, name: Case): number[] =>
    gaps[program].flatMap((each) => (each[name] === undefined ? [] : [each[name]]));
  const gapMs: FailoverResult["gapMs"] = { keepalived: {}, baton: {} };
  const ratios: Partial<Record<Case, number>> = {};
  for (const name of CASES) {
    for (const program of PROGRAMS) {
      const values = of(program, name);
      if (values.length > 0) gapMs[program][name] = spread(values);
    }
    ratios[name] = median(of("baton", name)) / median(of("keepalived", name === "takeover" ? "graceful" : name));
  }
  return { bench: "failover", advertSeconds, runs, gapMs, ratios, ratio: ratios.takeover ?? Number.NaN };
};

/** Client-side outage of every kind of hand-over, Baton and keepalived alternating on the same network. */
export const benchFailover = async (options: { runs: number; advert: number }): Promise<FailoverResult> => {
  const gaps: Record<ProgramName, Gaps[]> = { keepalived: [], baton: [] };
  for (let run = 1; run <= options.runs; run++) {
    for (const program of PROGRAMS) {
      const measured = await runCycle(program, options.advert);
      gaps[program].push(measured);
      const line = Object.entries(measured).map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`);
      say(`run ${run}/${options.runs} ${program}: ${line.join(", ")}`);
    }
  }
  return summarise(gaps, options.advert, options.runs);
};
