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
/** A client that asked nothing for longer, and saw no longer outage, may have missed one: that measurement is dropped. */
const TOLERATED_PAUSE_MS = 20;

const CASES = ["graceful", "hand-back", "cable", "takeover", "kill"] as const;
type Case = (typeof CASES)[number];
type Gaps = Partial<Record<Case, number | undefined>>;

interface Cycle {
  readonly gaps: Gaps;
  readonly longestPauseMs: number;
}

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
const cycle = async (pair: RouterPair, name: PairingName): Promise<Cycle> => {
  let longestPauseMs = 0;
  const gap = async (move: () => Promise<void>, owner: "lvs1" | "lvs2"): Promise<number | undefined> => {
    const report = await probeDuring(LAB_ID, async () => {
      await move();
      await pair.owner(owner);
      await pause(AFTERMATH_MS);
    });
    longestPauseMs = Math.max(longestPauseMs, report.longestPauseMs);
    const mayHide = report.longestPauseMs > TOLERATED_PAUSE_MS && report.longestGapMs < report.longestPauseMs;
    return mayHide ? undefined : report.longestGapMs;
  };
  await Promise.all([pair.start("lvs1"), pair.start("lvs2")]);
  await pair.owner("lvs1");
  await pair.standby("lvs2");
  const gaps: Gaps = {};
  gaps.graceful = await gap(() => pair.stop("lvs1"), "lvs2");
  gaps["hand-back"] = await gap(() => pair.start("lvs1"), "lvs1");
  if (PAIRINGS[name].lvs1 !== PAIRINGS[name].lvs2) return { gaps, longestPauseMs };
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
  return { gaps, longestPauseMs };
};

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const runCycle = async (name: PairingName, advertSeconds: number): Promise<Cycle> => {
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

type Spread = ReturnType<typeof spread>;

/** What was measured at one advert interval. */
export interface IntervalResult {
  readonly advertSeconds: number;
  /** Milliseconds of outage at the client. */
  readonly gapMs: Record<PairingName, Partial<Record<Case, Spread>>>;
  /** Ours by keepalived's, median each; takeover against keepalived's graceful stop, its only planned move. */
  readonly ratios: Partial<Record<Case, number>>;
  /** The longest time in which a client asked nothing. */
  readonly longestPauseMs: number;
}

export interface FailoverResult {
  readonly bench: "failover";
  readonly runs: number;
  readonly intervals: readonly IntervalResult[];
  /** Takeover, at the first interval. */
  readonly ratio: number;
}

type Measured = Record<PairingName, Cycle[]>;

const summarise = (measured: Measured, advertSeconds: number): IntervalResult => {
  const of = (pairing: PairingName, move: Case): number[] =>
    measured[pairing].flatMap(({ gaps }) => (gaps[move] === undefined ? [] : [gaps[move]]));
  const gapMs: IntervalResult["gapMs"] = {
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
    const [ours, theirs] = [of("baton", move), of("keepalived", move === "takeover" ? "graceful" : move)];
    if (ours.length > 0 && theirs.length > 0) ratios[move] = median(ours) / median(theirs);
  }
  const pauses = NAMES.flatMap((name) => measured[name].map(({ longestPauseMs }) => longestPauseMs));
  return { advertSeconds, gapMs, ratios, longestPauseMs: Math.max(...pauses) };
};

const atInterval = async (runs: number, advertSeconds: number): Promise<IntervalResult> => {
  const measured: Measured = {
    keepalived: [],
    baton: [],
    "baton-to-keepalived": [],
    "keepalived-to-baton": [],
  };
  for (let run = 1; run <= runs; run++) {
    for (const name of NAMES) {
      const taken = await runCycle(name, advertSeconds);
      measured[name].push(taken);
      const line = Object.entries(taken.gaps).map(
        ([move, ms]) => `${move} ${ms === undefined ? "dropped" : `${ms.toFixed(1)} ms`}`,
      );
      const pause = `longest pause of the client ${taken.longestPauseMs.toFixed(1)} ms`;
      say(`advert_int ${advertSeconds}, run ${run}/${runs}, ${name}: ${line.join(", ")}; ${pause}`);
    }
  }
  return summarise(measured, advertSeconds);
};

/** Client-side outage of every kind of hand-over, the pairings alternating on the same network. */
export const benchFailover = async (options: {
  readonly runs: number;
  /** Advert intervals, seconds. */
  readonly adverts: readonly number[];
}): Promise<FailoverResult> => {
  const intervals: IntervalResult[] = [];
  for (const advertSeconds of options.adverts) intervals.push(await atInterval(options.runs, advertSeconds));
  return { bench: "failover", runs: options.runs, intervals, ratio: intervals[0]?.ratios.takeover ?? Number.NaN };
};
