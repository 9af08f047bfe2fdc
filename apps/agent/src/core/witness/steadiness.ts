/**
 * An instrument is read when its needle is at rest. A program that has just begun to probe stutters: its code is cold,
 * its first connections fill caches. A stutter of the witness would be told as an outage of the service, so the
 * measurement begins after a stretch without one.
 */
export interface Steadiness {
  /** Doubled by every stutter: a witness that can't keep the pace must not be the load it measures. */
  readonly intervalMs: number;
  readonly slowestMs: number;
  readonly calmSince: number;
  /** Null before the first one, whose way may be long: names, neighbours and code are cold. */
  readonly lastSuccess: number | null;
  readonly successes: number;
}

/** The calm stretch that is asked for, milliseconds, and the successes in it. */
const CALM_MS = 500;
const CALM_SUCCESSES = 10;
/** Two successes may be this many intervals apart, or this many milliseconds when that is more. */
const CALM_INTERVALS = 2;
const CALM_AT_LEAST_MS = 40;
const SLOWEST_FACTOR = 4;

export const beginSteadiness = (at: number, intervalMs: number): Steadiness => ({
  intervalMs,
  slowestMs: intervalMs * SLOWEST_FACTOR,
  calmSince: at,
  lastSuccess: null,
  successes: 0,
});

const stutter = (state: Steadiness, at: number): Steadiness => ({
  ...state,
  intervalMs: Math.min(state.intervalMs * 2, state.slowestMs),
  calmSince: at,
  lastSuccess: at,
  successes: 0,
});

/** Notes a success that ended at `at`, or a failure, which is no calm at all. */
export const noteOutcome = (state: Steadiness, ok: boolean, at: number): Steadiness => {
  if (ok && state.lastSuccess === null) return { ...state, calmSince: at, lastSuccess: at, successes: 1 };
  const allowed = Math.max(CALM_AT_LEAST_MS, CALM_INTERVALS * state.intervalMs);
  if (!ok || at - (state.lastSuccess ?? at) > allowed) return stutter(state, at);
  return { ...state, lastSuccess: at, successes: state.successes + 1 };
};

export const isSteady = (state: Steadiness, at: number): boolean =>
  at - state.calmSince >= CALM_MS && state.successes >= CALM_SUCCESSES;
