import type { RouterAction } from "./action.ts";
import { AUTH_BYTES } from "./advert.ts";
import type { RouterEvent } from "./event.ts";
import type { RouterParams } from "./params.ts";
import type { RouterState } from "./state.ts";
import { step } from "./step.ts";

/** What goes into a recording of the machine, and how it is run again. Pure; a line of the file is one `Line`. */

export interface TakenStep {
  readonly router: string;
  readonly params: RouterParams;
  readonly before: RouterState;
  readonly event: RouterEvent;
  readonly after: RouterState;
  readonly actions: readonly RouterAction[];
}

export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly cause: string;
}

/** Where a router stands: at the beginning, and wherever its state has changed by something other than an event. */
interface BeginLine {
  readonly type: "begin";
  readonly router: string;
  readonly params: RouterParams;
  readonly state: RouterState;
}

interface EventLine {
  readonly type: "event";
  readonly router: string;
  readonly event: RouterEvent;
  /** What it led to. */
  readonly transitions: readonly Transition[];
}

export type Line = BeginLine | EventLine;

const NO_AUTH = new Uint8Array(AUTH_BYTES);

/** Passwords decide what is heard, not what the machine does; they stay out. */
const withoutPassword = (event: RouterEvent): RouterEvent =>
  event.type === "advert" && event.advert.version === 2
    ? { ...event, advert: { ...event.advert, authData: NO_AUTH } }
    : event;

const transitionsIn = (actions: readonly RouterAction[]): readonly Transition[] =>
  actions.flatMap((action) =>
    action.type === "transition" ? [{ from: action.from, to: action.to, cause: action.cause }] : [],
  );

export const beginLine = ({ router, params, before }: TakenStep): Line => ({
  type: "begin",
  router,
  params: { ...params, authData: NO_AUTH, authKey: NO_AUTH },
  state: before,
});

export const eventLine = ({ router, event, actions }: TakenStep): Line => ({
  type: "event",
  router,
  event: withoutPassword(event),
  transitions: transitionsIn(actions),
});

export interface Replayed extends Transition {
  readonly router: string;
  readonly at: number;
  /** What the recording has in this place; null: the same. */
  readonly recorded: readonly Transition[] | null;
}

/** By name, as far as the recording has told. */
export type ReplayState = Map<string, { readonly params: RouterParams; state: RouterState }>;

const text = (transitions: readonly Transition[]): string =>
  JSON.stringify(transitions.map(({ from, to, cause }) => [from, to, cause]));

const NOTHING = { from: "-", to: "-", cause: "no transition" } as const;

/** Runs one line, and changes `routers` accordingly. Null: an event of a router that the recording has not begun. */
export const replayLine = (routers: ReplayState, line: Line): readonly Replayed[] | null => {
  if (line.type === "begin") {
    routers.set(line.router, { params: line.params, state: line.state });
    return [];
  }
  const router = routers.get(line.router);
  if (!router) return null;
  const { state, actions } = step(router.params, router.state, line.event);
  router.state = state;
  const transitions = transitionsIn(actions);
  const recorded = text(transitions) === text(line.transitions) ? null : line.transitions;
  const shown = transitions.length === 0 && recorded !== null ? [NOTHING] : transitions;
  return shown.map((transition) => ({ router: line.router, at: line.event.at, ...transition, recorded }));
};
