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
import { nextAdvert } from "./next-advert.ts";
import { type Pairing, RouterPair } from "./pair.ts";

const LAB_ID = "bench";
/** Answers are watched for this much longer, so that an outage right after the move is seen too. */
const AFTERMATH_MS = 500;

const CASES = ["graceful", "hand-back", "cable", "takeover", "kill"] as const;
type Case = (typeof CASES)[number];
type Gaps = Partial<Record<Case, number>>;

/** The mixed ones show what each program makes of the other's resignation; they run the planned moves alone. */
const PAIRINGS = {
  keepalived: { lvs1: "keepalived", lvs2: "keepalived" },
  baton: { lvs1: "baton", lvs2: "baton" },
  "baton-to-keepalived": { lvs1: "baton", lvs2: "keepalived" },
  "keepalived-to-baton": { lvs1: "keepalived", lvs2: "baton" },
} as const satisfies Record<string, Pairing>;
type PairingName = keyof typeof PAIRINGS;
const NAMES = Object.keys(PAIRINGS) as PairingName[];

const setCable = (up: boolean): Promise<string> =>
  mustRun(["ip", "-n", namespaceName(LAB_ID, "switch"), "link", "set", "lan-lvs1", up ? "up" : "down"]);

/** One life of a pair through every kind of hand-over, in milliseconds of outage each. */
const cycle = async (pair: RouterPair, name: PairingName): Promise<Gaps> => {
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
  if (PAIRINGS[name].lvs1 !== PAIRINGS[name].lvs2) return gaps;
  gaps.cable = await gap(async () => {
    await nextAdvert(LAB_ID);
    await setCable(false);
  }, "lvs2");
  await setCable(true);
  await pair.owner("lvs1");
  if (name === "baton") {
    gaps.takeover = await gap(() => pair.takeover("lvs2"), "lvs2");
    await pair.release("lvs2");
    await pair.owner("lvs1");
  }
  gaps.kill = await gap(() => pair.die("lvs1", () => nextAdvert(LAB_ID)), "lvs2");
  return gaps;
};

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const runCycle = async (name: PairingName, advertSeconds: number): Promise<Gaps> => {
  await removeLab(LAB_ID, { graceMs: 0 });
  await createNetwork(LAB_ID);
  const folder = await mkdtemp(path.join(tmpdir(), "baton-bench-"));
  const pair = new RouterPair({ labId: LAB_ID, pairing: PAIRINGS[name], advertSeconds, folder });
  try {
    return await cycle(pair, name);
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
  readonly gapMs: Record<PairingName, Partial<Record<Case, { min: number; median: number; max: number }>>>;
  /** Ours by keepalived's, median each; takeover against keepalived's graceful stop, its only planned move. */
  readonly ratios: Partial<Record<Case, number>>;
  readonly ratio: number;
}

const summarise = (gaps: Record<PairingName, Gaps[]>, advertSeconds: number, runs: number): FailoverResult => {
  const of = (pairing: PairingName, move: Case): number[] =>
    gaps[pairing].flatMap((each) => (each[move] === undefined ? [] : [each[move]]));
  const gapMs: FailoverResult["gapMs"] = {
    keepalived: {},
    baton: {},
    "baton-to-keepalived": {},
    "keepalived-to-baton": {},
  };
  const ratios: Partial<Record<Case, number>> = {};
  for (const move of CASES) {
    for (const pairing of NAMES) {
      const values = of(pairing, move);
      if (values.length > 0) gapMs[pairing][move] = spread(values);
    }
    ratios[move] = median(of("baton", move)) / median(of("keepalived", move === "takeover" ? "graceful" : move));
  }
  return { bench: "failover", advertSeconds, runs, gapMs, ratios, ratio: ratios.takeover ?? Number.NaN };
};

/** Client-side outage of every kind of hand-over, the pairings alternating on the same network. */
export const benchFailover = async (options: { runs: number; advert: number }): Promise<FailoverResult> => {
  const gaps: Record<PairingName, Gaps[]> = {
    keepalived: [],
    baton: [],
    "baton-to-keepalived": [],
    "keepalived-to-baton": [],
  };
  for (let run = 1; run <= options.runs; run++) {
    for (const name of NAMES) {
      const measured = await runCycle(name, options.advert);
      gaps[name].push(measured);
      const line = Object.entries(measured).map(([move, ms]) => `${move} ${ms.toFixed(1)} ms`);
      say(`run ${run}/${options.runs} ${name}: ${line.join(", ")}`);
    }
  }
  return summarise(gaps, options.advert, options.runs);
};
