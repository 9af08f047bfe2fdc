import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { mustRun } from "@baton/e2e/lab/command.ts";
import { removeLab } from "@baton/e2e/lab/leftovers.ts";
import { createNetwork } from "@baton/e2e/lab/network.ts";
import { namespaceName } from "@baton/e2e/lab/topology.ts";
import { median, spread } from "../lib/statistics.ts";
import { type ClientProbe, probeDuring } from "./client-probe.ts";
import { type Pairing, RouterPair } from "./pair.ts";

const LAB_ID = "bench";
/** Answers are watched for this much longer, so that an outage right after the move is seen too. */
const AFTERMATH_MS = 500;
/** A client that asked nothing for longer, and saw no longer outage, may have missed one: that measurement is dropped. */
const TOLERATED_PAUSE_MS = 20;

const CASES = ["graceful", "hand-back", "cable", "takeover", "kill"] as const;
type Case = (typeof CASES)[number];
type Gaps = Partial<Record<Case, number | undefined>>;

/** Those in which the master says nothing: how long it had been silent by the end depends on the backup alone. */
const SILENT_CASES = ["cable", "kill"] as const satisfies readonly Case[];
type SilentCase = (typeof SILENT_CASES)[number];
const isSilent = (move: Case): move is SilentCase => SILENT_CASES.some((each) => each === move);

interface Cycle {
  readonly gaps: Gaps;
  readonly waits: Partial<Record<SilentCase, number | undefined>>;
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
  const gaps: Cycle["gaps"] = {};
  const waits: Cycle["waits"] = {};
  const measure = async (name: Case, owner: "lvs1" | "lvs2", move: (probe: ClientProbe) => Promise<void>) => {
    const report = await probeDuring(LAB_ID, async (probe) => {
      await move(probe);
      await pair.owner(owner);
      await pause(AFTERMATH_MS);
    });
    longestPauseMs = Math.max(longestPauseMs, report.longestPauseMs);
    const mayHide = report.longestPauseMs > TOLERATED_PAUSE_MS && report.longestGapMs < report.longestPauseMs;
    gaps[name] = mayHide ? undefined : report.longestGapMs;
    // A client that had to wait for its turn heard the advert late.
    const isExact = report.longestPauseMs <= TOLERATED_PAUSE_MS;
    if (isSilent(name) && isExact) waits[name] = report.sinceAdvertMs ?? undefined;
  };
  await Promise.all([pair.start("lvs1"), pair.start("lvs2")]);
  await pair.owner("lvs1");
  await pair.standby("lvs2");
  await measure("graceful", "lvs2", () => pair.stop("lvs1"));
  await measure("hand-back", "lvs1", () => pair.start("lvs1"));
  if (PAIRINGS[name].lvs1 !== PAIRINGS[name].lvs2) return { gaps, waits, longestPauseMs };
  await measure("cable", "lvs2", async (probe) => {
    await probe.nextAdvert();
    await setCable(false);
  });
  await setCable(true);
  await pair.owner("lvs1");
  if (name === "baton") {
    await measure("takeover", "lvs2", () => pair.takeover("lvs2"));
    await pair.release("lvs2");
    await pair.owner("lvs1");
  }
  await measure("kill", "lvs2", (probe) => pair.die("lvs1", () => probe.nextAdvert()));
  return { gaps, waits, longestPauseMs };
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
  /** From the last advert of a master that fell silent to the end of the outage. */
  readonly sinceAdvertMs: Record<PairingName, Partial<Record<SilentCase, Spread>>>;
  /**
   * Ours by keepalived's, median each. Takeover against keepalived's graceful stop, its only planned move; where the
   * master fell silent, by the time since its last advert, since when in the interval it was cut off is luck.
   */
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
  const since = (pairing: PairingName, move: SilentCase): number[] =>
    measured[pairing].flatMap(({ waits }) => (waits[move] === undefined ? [] : [waits[move]]));
  const gapMs: IntervalResult["gapMs"] = {
    keepalived: {},
    baton: {},
    "baton-to-keepalived": {},
    "keepalived-to-baton": {},
  };
  const sinceAdvertMs: IntervalResult["sinceAdvertMs"] = {
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
      const waits = isSilent(move) ? since(pairing, move) : [];
      if (isSilent(move) && waits.length > 0) sinceAdvertMs[pairing][move] = spread(waits);
    }
    const judged = (pairing: PairingName, each: Case): number[] =>
      isSilent(each) ? since(pairing, each) : of(pairing, each);
    const [ours, theirs] = [judged("baton", move), judged("keepalived", move === "takeover" ? "graceful" : move)];
    if (ours.length > 0 && theirs.length > 0) ratios[move] = median(ours) / median(theirs);
  }
  const pauses = NAMES.flatMap((name) => measured[name].map(({ longestPauseMs }) => longestPauseMs));
  return { advertSeconds, gapMs, sinceAdvertMs, ratios, longestPauseMs: Math.max(...pauses) };
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
      for (const [move, ms] of Object.entries(taken.waits))
        if (ms !== undefined) line.push(`${move} ${ms.toFixed(1)} ms since the last advert`);
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
