import { median } from "../lib/statistics.ts";
import { type Cost, type CostOptions, measureCost } from "./cost.ts";
import { countFalseTransitions, type FalseTransitions } from "./false-transitions.ts";
import { PROGRAMS, type ProgramName } from "./program.ts";

export interface VrrpBenchOptions extends CostOptions {
  readonly runs: number;
  /** Of each program under load. */
  readonly minutes: number;
}

type Roles<T> = Readonly<Record<"master" | "backup", T>>;
type Both<T> = Readonly<Record<ProgramName, T>>;

export interface VrrpBenchResult {
  readonly bench: "vrrp";
  readonly instances: number;
  readonly advertSeconds: number;
  readonly runs: number;
  /** Medians of the runs. */
  readonly cost: Both<Roles<Cost>>;
  readonly falseTransitions: Both<FalseTransitions>;
  /** CPU per advert, ours by keepalived's. */
  readonly ratios: Roles<number>;
  /** As master. */
  readonly ratio: number;
}

/** The programs alternate in slices of this length, so that what else the machine does meets both. */
const SLICE_SECONDS = 60;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

const each = async <T>(work: (name: ProgramName) => Promise<T>): Promise<Both<T>> => ({
  keepalived: await work("keepalived"),
  baton: await work("baton"),
});

const middle = (costs: readonly Cost[]): Cost => {
  const of = (key: keyof Cost): number => median(costs.map((cost) => cost[key]));
  return {
    microsecondsPerAdvert: of("microsecondsPerAdvert"),
    adverts: of("adverts"),
    rssKb: of("rssKb"),
    anonymousKb: of("anonymousKb"),
    allProcessesRssKb: of("allProcessesRssKb"),
  };
};

const tell = (name: ProgramName, role: string, cost: Cost): void =>
  say(
    `${name} as ${role}: ${cost.microsecondsPerAdvert.toFixed(1)} us per advert (${cost.adverts} adverts), RSS ${cost.rssKb} kB, all its processes ${cost.allProcessesRssKb} kB`,
  );

const measureCosts = async (options: VrrpBenchOptions): Promise<Both<Roles<Cost>>> => {
  const costs: Record<ProgramName, Roles<Cost>[]> = { keepalived: [], baton: [] };
  for (let run = 1; run <= options.runs; run++) {
    for (const name of PROGRAMS) {
      const measured = await measureCost(name, options);
      costs[name].push(measured);
      say(`run ${run}/${options.runs}`);
      for (const role of ["master", "backup"] as const) tell(name, role, measured[role]);
    }
  }
  return each(async (name) => ({
    master: middle(costs[name].map(({ master }) => master)),
    backup: middle(costs[name].map(({ backup }) => backup)),
  }));
};

const countUnderLoad = async (minutes: number): Promise<Both<FalseTransitions>> => {
  const total = minutes * 60;
  const slices = Array.from({ length: Math.ceil(total / SLICE_SECONDS) }, (_, i) =>
    Math.min(SLICE_SECONDS, total - i * SLICE_SECONDS),
  );
  const counts: Record<ProgramName, FalseTransitions> = {
    keepalived: { seconds: 0, adverts: 0, transitions: 0 },
    baton: { seconds: 0, adverts: 0, transitions: 0 },
  };
  for (const slice of slices) {
    for (const name of PROGRAMS) {
      const { seconds, adverts, transitions } = await countFalseTransitions(name, slice);
      say(`${name} under load for ${seconds} s: ${adverts} adverts, ${transitions} false transitions`);
      const before = counts[name];
      counts[name] = {
        seconds: before.seconds + seconds,
        adverts: before.adverts + adverts,
        transitions: before.transitions + transitions,
      };
    }
  }
  return counts;
};

/** What an advert costs, and whether load alone makes a router change its state. */
export const benchVrrp = async (options: VrrpBenchOptions): Promise<VrrpBenchResult> => {
  const { instances, advertSeconds, runs } = options;
  const cost = await measureCosts(options);
  const falseTransitions = await countUnderLoad(options.minutes);
  const ratioOf = (role: "master" | "backup"): number =>
    cost.baton[role].microsecondsPerAdvert / cost.keepalived[role].microsecondsPerAdvert;
  const ratios = { master: ratioOf("master"), backup: ratioOf("backup") };
  return { bench: "vrrp", instances, advertSeconds, runs, cost, falseTransitions, ratios, ratio: ratios.master };
};
