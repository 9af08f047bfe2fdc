import type { RouterAction } from "../../core/vrrp/action.ts";
import type { RouterEvent } from "../../core/vrrp/event.ts";
import { wakeUpAt } from "../../core/vrrp/next-deadline.ts";
import type { RouterState } from "../../core/vrrp/state.ts";
import { step } from "../../core/vrrp/step.ts";
import type { Clock } from "../../ports/clock.ts";
import type { StepRecorder } from "../../ports/step-recorder.ts";
import type { Belongings } from "./belongings.ts";
import type { Executor } from "./executor.ts";
import type { FactReporter } from "./fact-reporter.ts";
import type { Router } from "./router.ts";
import type { SyncGroups } from "./sync-groups.ts";
import type { Tidings } from "./tidings.ts";
import type { TrackDesk } from "./track-desk.ts";

export interface StepperContext {
  readonly clock: Clock;
  readonly groups: SyncGroups;
  readonly executor: Executor;
  readonly belongings: Belongings;
  readonly desk: TrackDesk;
  readonly facts: FactReporter;
  readonly tidings: Tidings;
  readonly recorder: StepRecorder | undefined;
  /** Delivers what the router has heard and not been told yet. */
  readonly settle: (router: Router) => void;
  /** The router's next wake-up, which may be nearer than the alarm. */
  readonly expect: (at: number) => void;
}

/** One event into the machine, its actions out, and what follows from them for the router's sync group. */
export class Stepper {
  readonly #context: StepperContext;
  readonly #wallOffset: () => number;
  #closed = false;

  constructor(context: StepperContext) {
    this.#context = context;
    const { clock } = context;
    this.#wallOffset = () => clock.wall() - clock.monotonic();
  }

  dispatch(router: Router, event: RouterEvent): readonly RouterAction[] {
    if (this.#closed) return [];
    return this.#context.tidings.during(() => this.#step(router, event));
  }

  /** To be called before the router's state is looked at for its timers, or replaced other than by an event. */
  settle(router: Router): void {
    this.#context.settle(router);
  }

  apply(router: Router, state: RouterState, actions: readonly RouterAction[]): void {
    const { executor, belongings, facts, tidings, desk } = this.#context;
    const before = router.state;
    router.state = state;
    for (const action of actions) {
      if (action.type === "transition") this.#moved(router, action);
      if (action.type !== "send-advert") tidings.tell(() => desk.acted(router.config, state.phase.name, action));
      if (action.type === "remove-addresses") belongings.remove(router.config);
      // Leaving by fault the state has no source any more, but the last words still need one.
      executor.perform(router, state.ownAddress ?? before.ownAddress, action);
      if (action.type === "add-addresses") belongings.add(router.config);
    }
    facts.changed(router, this.#wallOffset);
    this.#context.expect(wakeUpAt(state));
  }

  /** After this nothing happens any more, whatever comes. */
  close(): void {
    this.#closed = true;
  }

  #step(router: Router, event: RouterEvent): readonly RouterAction[] {
    this.#context.settle(router);
    const before = router.state;
    const { state, actions } = step(router.params, before, event);
    const { name } = router.config;
    this.#context.recorder?.taken({ router: name, params: router.params, before, event, after: state, actions });
    this.apply(router, state, actions);
    for (const told of this.#context.groups.afterwards(router, event, actions)) this.dispatch(told.router, told.event);
    return actions;
  }

  #moved(router: Router, action: Extract<RouterAction, { type: "transition" }>): void {
    router.since = Math.round(this.#context.clock.wall());
    router.cause = action.cause;
  }
}
