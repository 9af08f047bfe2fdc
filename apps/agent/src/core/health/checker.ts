import { addMillis } from "@baton/shared/base/duration.ts";
import type { Checker } from "@baton/shared/config/model.ts";
import { type LagState, percentOf, stepLag } from "./lag-weight.ts";
import type { CheckWeight } from "./pool-weights.ts";
import type { ProbeFailure, ProbeOutcome, ProbeSuccess } from "./probe-outcome.ts";

/**
 * One checker of one real server, as keepalived's behave: a first failing probe decides at once, later
 * ones only after `retry` further failures spaced by delay_before_retry, and one success brings the server back.
 * While it is down the cycle goes on: `retry` short pauses, then one of delay_loop.
 */
export interface CheckerState {
  readonly up: boolean;
  readonly hasRun: boolean;
  /** Failed probes since the last success or decision. */
  readonly retries: number;
  /** Successes in a row while it is down, where more than one is asked for. */
  readonly risen?: number;
  readonly lag: LagState | null;
  /** Its last word about the weight, null when it has none. */
  readonly said: CheckWeight | null;
  readonly phase:
    | { readonly kind: "waiting"; readonly until: number }
    /** `late`: milliseconds from when it was due to when it began. */
    | { readonly kind: "probing"; readonly late: number };
}

/** `at` is monotonic, in milliseconds. */
export type CheckerEvent =
  | { readonly type: "tick"; readonly at: number }
  | { readonly type: "outcome"; readonly at: number; readonly outcome: ProbeOutcome };

export type CheckerAction =
  | { readonly type: "probe" }
  /** A probe failed, and is to be logged: the one that decides, or with log_all_failures each while the server is up. */
  | { readonly type: "probe-failed"; readonly failure: ProbeFailure }
  | { readonly type: "went-down"; readonly failure: ProbeFailure; readonly retries: number }
  | { readonly type: "came-up" }
  | { readonly type: "weight"; readonly said: CheckWeight };

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
  lag: null,
  said: null,
  phase: { kind: "waiting", until: at + START_PAUSE_MS + checker.warmup * random },
});

/** For a server that is believed down by what the kernel's table said: probe it without a warm-up. */
export const startCheckerDown = (at: number): CheckerState => ({
  up: false,
  hasRun: false,
  retries: 0,
  lag: null,
  said: null,
  phase: { kind: "waiting", until: at },
});

/** When the checker wants to be woken, null while a probe is under way. */
export const nextDeadline = (state: CheckerState): number | null =>
  state.phase.kind === "waiting" ? state.phase.until : null;

export const stepChecker = (checker: Checker, state: CheckerState, event: CheckerEvent): CheckerStep => {
  if (event.type === "tick") return onTick(state, event.at);
  if (state.phase.kind !== "probing") return { state, actions: [] };
  return event.outcome.ok
    ? onSuccess(checker, state, event.at, event.outcome)
    : onFailure(checker, state, event.at, event.outcome);
};

const onTick = (state: CheckerState, at: number): CheckerStep => {
  if (state.phase.kind !== "waiting" || at < state.phase.until) return { state, actions: [] };
  const late = at - state.phase.until;
  return { state: { ...state, phase: { kind: "probing", late } }, actions: [{ type: "probe" }] };
};

/**
 * When the next cycle begins: delay_loop after the end of this probe, less what this process was late with it. Otherwise all
 * that a stall has held up would fall due together ever after, and be late together.
 */
const nextCycle = ({ delayLoop }: Checker, { phase }: Pick<CheckerState, "phase">, at: number): number => {
  const late = phase.kind === "probing" ? phase.late : 0;
  return addMillis(at, delayLoop) - Math.min(late, delayLoop / 2);
};

const wordOf = (checker: Checker, lag: LagState | null, { weight, added }: ProbeSuccess): CheckWeight | null => {
  if (weight) return { kind: "set", weight: weight.value, reason: weight.reason };
  if (added) return { kind: "add", by: added.by, reason: added.reason };
  if (checker.kind !== "MYSQL_CHECK" || !checker.weightByLag || !lag) return null;
  const { held } = lag;
  const percent = percentOf(checker.weightByLag, held);
  return { kind: "share", percent, lagSeconds: held, reason: `replication lag ${held} s` };
};

/** A first word that moves nothing is none. */
const isNothing = (said: CheckWeight): boolean => said.kind === "add" && said.by === 0;

const sameWord = (a: CheckWeight | null, b: CheckWeight | null): boolean =>
  a === b || (a !== null && b !== null && a.reason === b.reason && JSON.stringify(a) === JSON.stringify(b));

const onSuccess = (checker: Checker, state: CheckerState, at: number, outcome: ProbeSuccess): CheckerStep => {
  const curve = checker.kind === "MYSQL_CHECK" ? checker.weightByLag : null;
  const lag = curve && outcome.lagSeconds !== undefined ? stepLag(curve, state.lag, outcome.lagSeconds) : state.lag;
  const said = wordOf(checker, lag, outcome) ?? state.said;
  // The weight first, so that a server comes back with the one it is to have.
  const isNews = said !== null && !sameWord(said, state.said) && !(state.said === null && isNothing(said));
  const weighed: CheckerAction[] = isNews ? [{ type: "weight", said }] : [];
  const came: CheckerAction[] = state.up && state.hasRun ? [] : [{ type: "came-up" }];
  const phase = { kind: "waiting", until: nextCycle(checker, state, at) } as const;
  const risen = (state.risen ?? 0) + 1;
  if (!state.up && risen < (checker.rise ?? 1)) {
    return { state: { up: false, hasRun: true, retries: 0, risen, lag, said, phase }, actions: weighed };
  }
  return { state: { up: true, hasRun: true, retries: 0, lag, said, phase }, actions: [...weighed, ...came] };
};

const onFailure = (
  checker: Checker,
  { risen: _, ...state }: CheckerState,
  at: number,
  failure: ProbeFailure,
): CheckerStep => {
  const isNews = state.up || !state.hasRun;
  if (state.hasRun && state.retries < checker.retry) {
    const noticed: CheckerAction[] = isNews && checker.logAllFailures ? [{ type: "probe-failed", failure }] : [];
    const until = addMillis(at, checker.delayBeforeRetry);
    return { state: { ...state, retries: state.retries + 1, phase: { kind: "waiting", until } }, actions: noticed };
  }
  return {
    state: {
      ...state,
      up: false,
      hasRun: true,
      retries: 0,
      phase: { kind: "waiting", until: nextCycle(checker, state, at) },
    },
    actions: isNews
      ? [
          { type: "probe-failed", failure },
          { type: "went-down", failure, retries: state.retries },
        ]
      : [],
  };
};
