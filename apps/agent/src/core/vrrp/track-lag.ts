/** How late the process woke up for its timers: a histogram, so that a rare long stall is not lost in an average. Pure. */

/** Upper bounds in milliseconds; what is later falls into one more bucket. */
export const LAG_BOUNDS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] as const;

export interface LagHistogram {
  /** One more than there are bounds. */
  readonly counts: readonly number[];
  readonly longestMs: number;
}

export const NO_LAG: LagHistogram = { counts: new Array<number>(LAG_BOUNDS_MS.length + 1).fill(0), longestMs: 0 };

export const recordLag = ({ counts, longestMs }: LagHistogram, lagMs: number): LagHistogram => {
  const found = LAG_BOUNDS_MS.findIndex((bound) => lagMs < bound);
  const bucket = found < 0 ? LAG_BOUNDS_MS.length : found;
  return { counts: counts.with(bucket, (counts[bucket] ?? 0) + 1), longestMs: Math.max(longestMs, lagMs) };
};

/** "<1 ms: 120, <2 ms: 3, longest 1.4 ms"; empty buckets are left out. */
export const describeLag = ({ counts, longestMs }: LagHistogram): string => {
  const parts = counts.flatMap((count, i) => {
    const bound = LAG_BOUNDS_MS[i];
    const name = bound === undefined ? `>=${LAG_BOUNDS_MS.at(-1)} ms` : `<${bound} ms`;
    return count > 0 ? [`${name}: ${count}`] : [];
  });
  return [...parts, `longest ${longestMs.toFixed(1)} ms`].join(", ");
};

/** As facts tell it: empty buckets are left out; the one without a bound is the rest. */
export const latenessOf = ({ counts, longestMs }: LagHistogram) => ({
  longestMs: Math.round(longestMs * 10) / 10,
  buckets: counts.flatMap((count, i) => (count > 0 ? [{ belowMs: LAG_BOUNDS_MS[i] ?? null, count }] : [])),
});
