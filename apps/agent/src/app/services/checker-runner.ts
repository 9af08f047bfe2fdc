import type { Checker, RealServer } from "@baton/shared/config/model.ts";
import {
  type CheckerAction,
  type CheckerEvent,
  type CheckerState,
  nextDeadline,
  stepChecker,
} from "../../core/health/checker.ts";
import { createSchedule } from "../../core/health/schedule.ts";
import { EarliestTimer } from "../../io/earliest-timer.ts";
import type { Prober } from "../../ports/prober.ts";

/** One checker at work. */
export interface RunningChecker {
  /** The real server's key. */
  readonly server: string;
  /** The real server, for checkers that connect to nothing. */
  readonly place: Pick<RealServer, "address" | "port">;
  readonly index: number;
  readonly checker: Checker;
  /** It starts as failed by alpha alone, so nobody has been told yet. */
  readonly untold: boolean;
  state: CheckerState;
  /** False when it is watched no longer. */
  live: boolean;
}

/** What a checker has to say. */
export type CheckerWord = Exclude<CheckerAction, { type: "probe" }>;

export interface RunnerDeps {
  readonly prober: Prober;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** Servers that are not to be probed for now; they keep the word they have. */
  readonly isSuspended?: (server: string) => boolean;
  /** `isFirst`: no probe of this checker had ended before. */
  readonly onWord: (checker: RunningChecker, word: CheckerWord, isFirst: boolean) => void;
}

/** What falls due within this time after a wake-up is gathered for the next one, milliseconds: a wake-up costs as much as a dozen checks. */
const GATHER_MS = 40;

/** How often a suspended checker is looked at again, milliseconds. */
const SUSPENDED_LOOK_MS = 500;

/** Runs checkers on one timer. */
export class CheckerRunner {
  readonly #deps: RunnerDeps;
  readonly #schedule = createSchedule<RunningChecker>();
  readonly #timer: EarliestTimer;
  #ranAt = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(deps: RunnerDeps) {
    this.#deps = deps;
    this.#timer = new EarliestTimer(deps.now, () => this.#runDue());
  }

  /** To be followed by `arm`, once for all that are added together. */
  add(checker: RunningChecker): void {
    const deadline = nextDeadline(checker.state);
    if (deadline !== null) this.#schedule.add(checker, deadline);
  }

  arm(): void {
    const due = this.#schedule.next();
    if (!this.#stopped && due !== null) this.#timer.ask(Math.max(due, this.#ranAt + GATHER_MS));
  }

  stop(): void {
    this.#stopped = true;
    this.#timer.cancel();
    this.#deps.prober.close();
  }

  #runDue(): void {
    const now = this.#deps.now();
    this.#ranAt = now;
    for (const checker of this.#schedule.takeDue(now)) {
      if (!this.#deps.isSuspended?.(checker.server)) this.#step(checker, { type: "tick", at: now });
      else if (checker.live) this.#schedule.add(checker, now + SUSPENDED_LOOK_MS);
    }
    this.arm();
  }

  #step(checker: RunningChecker, event: CheckerEvent): void {
    if (!checker.live) return;
    const isFirst = !checker.state.hasRun;
    const { state, actions } = stepChecker(checker.checker, checker.state, event);
    checker.state = state;
    this.add(checker);
    for (const action of actions) {
      if (action.type === "probe") this.#probe(checker);
      else this.#deps.onWord(checker, action, isFirst);
    }
  }

  #probe(checker: RunningChecker): void {
    void this.#deps.prober.probe(checker.checker).then((outcome) => {
      if (this.#stopped) return;
      this.#step(checker, { type: "outcome", at: this.#deps.now(), outcome });
      this.arm();
    });
  }
}
