import type { ProbeReport } from "@baton/shared/contract/commands.ts";

export const FAILURE_KINDS = ["refused", "reset", "timeout", "unreachable", "other"] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** How one probe ended. Times are milliseconds since 1970 from a clock that never steps. */
export type ProbeOutcome =
  | { readonly ok: true; readonly start: number; readonly end: number }
  | { readonly ok: false; readonly start: number; readonly end: number; readonly failure: FailureKind };

/**
 * The measurement of one probe run, of constant size however long it lasts.
 *
 * Probes overlap, so outcomes come in the order in which they end. When a success ends, everyone who tried to connect
 * between the latest start of any earlier success and this end has, as far as we saw, waited until now. That is a gap:
 *
 *     gap = end of this success - latest start among the successes that ended before it
 *
 * While all is well a gap is about interval + latency, and an outage shows as one long gap. A straggler (a connection
 * whose SYN was repeated by the kernel) ends late but makes no gap when others got through meanwhile; it shows in the
 * latencies. The time from the beginning to the first success and from the last success to the end count as well,
 * so a target that never answers has a gap as long as the run.
 */
export interface ProbeLog {
  readonly startedAt: number;
  readonly probes: number;
  readonly succeeded: number;
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  /** The latest start among the successes so far, at first the beginning of the run. */
  readonly lastStart: number;
  readonly gaps: readonly Gap[];
  readonly latency: readonly number[];
  /** How late the witness was with a probe, at worst. Such a gap is its own; it is reported, never subtracted. */
  readonly witnessLag: number;
}

interface Gap {
  readonly from: number;
  readonly to: number;
  readonly ms: number;
}

/** Upper bounds in milliseconds; the last one takes what is slower still, which the probe's own timeout bounds. */
export const LATENCY_BOUNDS = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 60_000] as const;
const KEPT_GAPS = 10;

export const beginLog = (at: number): ProbeLog => ({
  startedAt: at,
  probes: 0,
  succeeded: 0,
  failures: {},
  lastStart: at,
  gaps: [],
  latency: LATENCY_BOUNDS.map(() => 0),
  witnessLag: 0,
});

/** Notes that a probe began `lagMs` after its time. */
export const noteLag = (log: ProbeLog, lagMs: number): ProbeLog =>
  lagMs > log.witnessLag ? { ...log, witnessLag: lagMs } : log;

const overlap = (a: Gap, b: Gap): number => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

/**
 * Probes that hung together end together, and each would tell the same outage again: of two gaps that share more than
 * half of the shorter one, only the longer is kept. Ordinary neighbours share no more than one latency.
 */
const withGap = (gaps: readonly Gap[], from: number, to: number): readonly Gap[] => {
  const gap: Gap = { from, to, ms: Math.max(0, to - from) };
  const last = gaps.at(-1);
  if (last && gaps.length >= KEPT_GAPS && gap.ms <= last.ms) return gaps;
  const isSame = (other: Gap): boolean => overlap(gap, other) > Math.min(gap.ms, other.ms) / 2;
  if (gaps.some((other) => isSame(other) && other.ms >= gap.ms)) return gaps;
  const others = gaps.filter((other) => !isSame(other));
  return [...others, gap].sort((a, b) => b.ms - a.ms).slice(0, KEPT_GAPS);
};

const bucketOf = (ms: number): number => {
  const index = LATENCY_BOUNDS.findIndex((bound) => ms <= bound);
  return index < 0 ? LATENCY_BOUNDS.length - 1 : index;
};

export const record = (log: ProbeLog, outcome: ProbeOutcome): ProbeLog => {
  if (!outcome.ok) {
    const count = (log.failures[outcome.failure] ?? 0) + 1;
    return { ...log, probes: log.probes + 1, failures: { ...log.failures, [outcome.failure]: count } };
  }
  const bucket = bucketOf(outcome.end - outcome.start);
  return {
    ...log,
    probes: log.probes + 1,
    succeeded: log.succeeded + 1,
    lastStart: Math.max(log.lastStart, outcome.start),
    gaps: withGap(log.gaps, log.lastStart, outcome.end),
    latency: log.latency.map((count, i) => (i === bucket ? count + 1 : count)),
  };
};

/** The report of a run that ends at `endedAt`. Probes still on their way are not in it. */
export const endLog = (log: ProbeLog, probeId: string, intervalMs: number, endedAt: number): ProbeReport => {
  const gaps = withGap(log.gaps, log.lastStart, endedAt);
  return {
    probeId,
    startedAt: log.startedAt,
    endedAt,
    intervalMs,
    probes: log.probes,
    succeeded: log.succeeded,
    failures: Object.fromEntries(Object.entries(log.failures)),
    longestGapMs: gaps[0]?.ms ?? 0,
    gaps: [...gaps],
    latency: LATENCY_BOUNDS.map((upToMs, i) => ({ upToMs, count: log.latency[i] ?? 0 })),
    witnessLagMs: log.witnessLag,
  };
};
