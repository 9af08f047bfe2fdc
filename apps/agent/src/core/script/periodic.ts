import type { Millis } from "@baton/shared/base/duration.ts";

/** One vrrp_script: when it runs, when it is ended, and what its exit statuses add up to. Pure; times in monotonic ms. */

export interface PeriodicParams {
  readonly interval: Millis;
  readonly timeout: Millis;
  readonly rise: number;
  readonly fall: number;
}

/** Between SIGTERM and SIGKILL. */
export const TERM_GRACE_MS = 2000;

export type Verdict = "unknown" | "up" | "down" | "disabled";

export interface PeriodicState {
  readonly dueAt: number;
  /** Null while nothing runs. After a timeout its outcome is known already: `judged`. */
  readonly running: { readonly signalAt: number; readonly judged: boolean } | null;
  readonly verdict: Verdict;
  /** Outcomes in a row that speak against the verdict. */
  readonly against: number;
}

export type PeriodicEvent =
  | { readonly type: "tick"; readonly at: number }
  | { readonly type: "ended"; readonly at: number; readonly good: boolean; readonly detail: string }
  /** It can't be started at all. */
  | { readonly type: "refused"; readonly at: number; readonly detail: string };

export type PeriodicAction =
  | { readonly type: "run" }
  | { readonly type: "signal"; readonly signal: "SIGTERM" | "SIGKILL" }
  /** An interval passed while the script was still running. */
  | { readonly type: "skipped" }
  | { readonly type: "verdict"; readonly verdict: Exclude<Verdict, "unknown">; readonly detail: string };

export interface PeriodicStep {
  readonly state: PeriodicState;
  readonly actions: readonly PeriodicAction[];
}

export const initialPeriodic = (at: number, initFail: boolean): PeriodicState => ({
  dueAt: at,
  running: null,
  verdict: initFail ? "down" : "unknown",
  against: 0,
});

export const periodicDeadline = (state: PeriodicState): number =>
  Math.min(state.dueAt, state.running?.signalAt ?? Number.POSITIVE_INFINITY);

/** The first outcome decides at once; later it takes `rise` or `fall` in a row. */
const judge = (params: PeriodicParams, state: PeriodicState, good: boolean, detail: string): PeriodicStep => {
  const outcome = good ? "up" : "down";
  if (state.verdict === outcome) return { state: { ...state, against: 0 }, actions: [] };
  const against = state.against + 1;
  const needed = good ? params.rise : params.fall;
  const undecided = state.verdict === "unknown" || state.verdict === "disabled";
  if (!undecided && against < needed) return { state: { ...state, against }, actions: [] };
  return {
    state: { ...state, verdict: outcome, against: 0 },
    actions: [{ type: "verdict", verdict: outcome, detail }],
  };
};

/** The beat is kept; beats that were slept through are left out. */
const nextDue = (dueAt: number, interval: number, at: number): number =>
  dueAt + interval * (Math.floor(Math.max(0, at - dueAt) / interval) + 1);

const signalIfDue = (params: PeriodicParams, state: PeriodicState, at: number): PeriodicStep => {
  const { running } = state;
  if (!running || at < running.signalAt) return { state, actions: [] };
  if (running.judged) {
    return {
      state: { ...state, running: { ...running, signalAt: Number.POSITIVE_INFINITY } },
      actions: [{ type: "signal", signal: "SIGKILL" }],
    };
  }
  const judged = judge(params, state, false, `timed out after ${params.timeout} ms`);
  return {
    state: { ...judged.state, running: { signalAt: at + TERM_GRACE_MS, judged: true } },
    actions: [{ type: "signal", signal: "SIGTERM" }, ...judged.actions],
  };
};

const tick = (params: PeriodicParams, before: PeriodicState, at: number): PeriodicStep => {
  const { state, actions } = signalIfDue(params, before, at);
  if (at < state.dueAt) return { state, actions };
  const dueAt = nextDue(state.dueAt, params.interval, at);
  if (state.running) return { state: { ...state, dueAt }, actions: [...actions, { type: "skipped" }] };
  const running = { signalAt: at + params.timeout, judged: false };
  return { state: { ...state, dueAt, running }, actions: [...actions, { type: "run" }] };
};

export const stepPeriodic = (params: PeriodicParams, state: PeriodicState, event: PeriodicEvent): PeriodicStep => {
  switch (event.type) {
    case "tick":
      return tick(params, state, event.at);
    case "ended": {
      const idle = { ...state, running: null };
      return state.running?.judged ? { state: idle, actions: [] } : judge(params, idle, event.good, event.detail);
    }
    case "refused": {
      const idle = { ...state, running: null };
      if (state.verdict === "disabled") return { state: idle, actions: [] };
      if (state.verdict !== "unknown") return judge(params, idle, false, event.detail);
      const actions: PeriodicAction[] = [{ type: "verdict", verdict: "disabled", detail: event.detail }];
      return { state: { ...idle, verdict: "disabled" }, actions };
    }
    default:
      return event satisfies never;
  }
};
