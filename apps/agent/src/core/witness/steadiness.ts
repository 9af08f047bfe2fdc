/**
 * An instrument is read when its needle is at rest. A program that has just begun to probe stutters: its code is cold,
 * its first connections fill caches. A stutter of the witness would be told as an outage of the service, so the
 * measurement begins after a stretch without one.
 */
export interface Steadiness {
  readonly calmSince: number;
  readonly lastSuccess: number;
  readonly successes: number;
}

/** The calm stretch that is asked for, milliseconds, and the successes in it. */
const CALM_MS = 500;
const CALM_SUCCESSES = 10;
/** Two successes may be this many intervals apart, or this many milliseconds when that is more. */
const CALM_INTERVALS = 4;
const CALM_AT_LEAST_MS = 40;

export const beginSteadiness = (at: number): Steadiness => ({ calmSince: at, lastSuccess: at, successes: 0 });

/** Notes a success that ended at `at`, or a failure, which is no calm at all. */
export const noteOutcome = (state: Steadiness, ok: boolean, at: number, intervalMs: number): Steadiness => {
  const allowed = Math.max(CALM_AT_LEAST_MS, CALM_INTERVALS * intervalMs);
  if (!ok) return { calmSince: at, lastSuccess: at, successes: 0 };
  if (at - state.lastSuccess > allowed) return { calmSince: at, lastSuccess: at, successes: 1 };
  return { ...state, lastSuccess: at, successes: state.successes + 1 };
};

export const isSteady = (state: Steadiness, at: number): boolean =>
  at - state.calmSince >= CALM_MS && state.successes >= CALM_SUCCESSES;
