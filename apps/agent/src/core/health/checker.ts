import { addMillis } from "@baton/shared/base/duration.ts";
import type { Checker } from "@baton/shared/config/model.ts";
import type { ProbeFailure, ProbeOutcome } from "./probe-outcome.ts";

/**
 * One checker of one real server, as keepalived's TCP_CHECK behaves: a first failing probe decides at once, later
 * ones only after `retry` further failures spaced by delay_before_retry, and one success brings the server back.
 * While it is down the cycle goes on: `retry` short pauses, then one of delay_loop.
 */
export interface CheckerState {
  readonly up: boolean;
  readonly hasRun: boolean;
  /** Failed probes since the last success or decision. */
  readonly retries: number;
  readonly phase: { readonly kind: "waiting"; readonly until: number } | { readonly kind: "probing" };
}

/** `at` is monotonic, in milliseconds. */
export type CheckerEvent =
  | { readonly type: "tick"; readonly at: number }
  | { readonly type: "outcome"; readonly at: number; readonly outcome: ProbeOutcome };

export type CheckerAction =
  | { readonly type: "probe" }
  /** A probe failed while the server was not yet known to be down. */
  | { readonly type: "probe-failed"; readonly failure: ProbeFailure }
  | { readonly type: "went-down"; readonly failure: ProbeFailure; readonly retries: number }
  | { readonly type: "came-up" };

export interface CheckerStep {
  readonly state: CheckerState;
  readonly actions: readonly CheckerAction[];
}

/** A fixed pause before the random warm-up, so that all checkers are set up before the first probe. */
const START_PAUSE_MS = 1000;

/** `up` is what to believe until the first probe; `random` is in [0, 1). */
export const startChecker = (checker: Checker, up: boolean, at: number, random: number): CheckerState => ({
  up,
  hasRun: false,
  retries: 0,
  phase: { kind: "waiting", until: at + START_PAUSE_MS + checker.warmup * random },
});

/** For a server that is believed down by what the kernel's table said: probe it without a warm-up. */
export const startCheckerDown = (at: number): CheckerState => ({
  up: false,
  hasRun: false,
  retries: 0,
  phase: { kind: "waiting", until: at },
});

/** When the checker wants to be woken, null while a probe is under way. */
export const nextDeadline = (state: CheckerState): number | null =>
  state.phase.kind === "waiting" ? state.phase.until : null;

export const stepChecker = (checker: Checker, state: CheckerState, event: CheckerEvent): CheckerStep => {
  if (event.type === "tick") return onTick(state, event.at);
  if (state.phase.kind !== "probing") return { state, actions: [] };
  return event.outcome.ok ? onSuccess(checker, state, event.at) : onFailure(checker, state, event.at, event.outcome);
};

const onTick = (state: CheckerState, at: number): CheckerStep => {
  if (state.phase.kind !== "waiting" || at < state.phase.until) return { state, actions: [] };
  return { state: { ...state, phase: { kind: "probing" } }, actions: [{ type: "probe" }] };
};

const onSuccess = (checker: Checker, state: CheckerState, at: number): CheckerStep => ({
  state: {
    up: true,
    hasRun: true,
    retries: 0,
    phase: { kind: "waiting", until: addMillis(at, checker.delayLoop) },
  },
  actions: state.up && state.hasRun ? [] : [{ type: "came-up" }],
});

const onFailure = (checker: Checker, state: CheckerState, at: number, failure: ProbeFailure): CheckerStep => {
  const noticed: CheckerAction[] = state.up || !state.hasRun ? [{ type: "probe-failed", failure }] : [];
  if (state.hasRun && state.retries < checker.retry) {
    const until = addMillis(at, checker.delayBeforeRetry);
    return { state: { ...state, retries: state.retries + 1, phase: { kind: "waiting", until } }, actions: noticed };
  }
  const decided = state.up || !state.hasRun;
  return {
    state: {
      up: false,
      hasRun: true,
      retries: 0,
      phase: { kind: "waiting", until: addMillis(at, checker.delayLoop) },
    },
    actions: decided ? [...noticed, { type: "went-down", failure, retries: state.retries }] : noticed,
  };
};
