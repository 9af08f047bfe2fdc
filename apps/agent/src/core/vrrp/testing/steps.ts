import { millis } from "@baton/shared/base/duration.ts";
import type { RouterAction } from "../action.ts";
import type { AdvertV2 } from "../advert.ts";
import type { RouterEvent } from "../event.ts";
import { nextDeadline } from "../next-deadline.ts";
import type { RouterParams } from "../params.ts";
import type { RouterState } from "../state.ts";
import { initialState, step } from "../step.ts";
import { testParams } from "./params.ts";

/** Rows for tests of single steps: what a router does at one event, in the state that earlier events made. */

export const OWN = "192.168.1.5";
export const LOWER = "192.168.1.2";
export const HIGHER = "192.168.1.11";
export const UP = { usable: true, address: OWN } as const;
export const DOWN = { usable: false, problem: "eth0 is down" } as const;

const advert = (priority: number): AdvertV2 => ({
  version: 2,
  virtualRouterId: 51,
  priority,
  interval: millis(1000),
  addresses: ["192.168.1.100"],
  authType: 0,
  authData: new Uint8Array(8),
});

export const hear = (priority: number, at: number, from = HIGHER): RouterEvent => ({
  type: "advert",
  at,
  from,
  advert: advert(priority),
});
export const hear3 = (priority: number, at: number, interval: number): RouterEvent => ({
  type: "advert",
  at,
  from: HIGHER,
  advert: { version: 3, virtualRouterId: 51, priority, interval: millis(interval), addresses: ["192.168.1.100"] },
});
export const tick = (at: number): RouterEvent => ({ type: "tick", at });
export const takeover = (at: number): RouterEvent => ({ type: "takeover", at, leaseMs: 5000, requestedBy: "ann" });
export const release = (at: number): RouterEvent => ({ type: "release", at, requestedBy: "ann" });
export const lost = (at: number): RouterEvent => ({ type: "addresses-lost", at, addresses: ["192.168.1.100"] });
export const adjust = (at: number, adjustment: number): RouterEvent => ({
  type: "adjust",
  at,
  adjustment,
  cause: "eth1",
});
export const link = (at: number, condition: typeof UP | typeof DOWN): RouterEvent => ({
  type: "link",
  at,
  link: condition,
});

export const run = (
  params: RouterParams,
  events: readonly RouterEvent[],
): { state: RouterState; actions: RouterAction[] } => {
  let state = initialState(params, 0);
  let actions: RouterAction[] = [];
  for (const event of events) {
    const taken = step(params, state, event);
    state = taken.state;
    actions = [...taken.actions];
  }
  return { state, actions };
};

const short = (action: RouterAction): string => {
  if (action.type === "send-advert") return `advert ${action.priority}`;
  if (action.type === "transition") return `${action.from}>${action.to}`;
  if (action.type === "send-garp") return `garp ${action.repeat}`;
  if (action.type === "command-refused") return action.error.code;
  if (action.type === "takeover-ended") return `takeover-ended ${action.reason}`;
  if (action.type === "priority-changed") return `priority ${action.from}>${action.to}`;
  return action.type;
};

export const START: RouterEvent = { type: "start", at: 0, link: UP };
/** 3 x 1000 + (256 - 100) / 256 x 1000 */
export const DOWN_AT = 3609.375;
export const MASTER = [START, tick(DOWN_AT)];
/** Awake again after a stall longer than the others wait. */
export const LISTENING = [...MASTER, tick(DOWN_AT + 5500)];
/** Resigned at 2000, and (256 - 100) / 256 x 20 */
export const HAND_OVER_AT = 2012.1875;
export interface Row {
  readonly name: string;
  readonly params?: Partial<RouterParams>;
  readonly before: readonly RouterEvent[];
  readonly event: RouterEvent;
  readonly state: string;
  readonly actions: readonly string[];
  /** When the next tick is wanted, where that is the point. */
  readonly deadline?: number;
}

export const BECOME = ["backup>master", "advert 100", "add-addresses", "garp 5"];
export const NOTHING: readonly string[] = [];

/** What one row comes to; the deadline only where the row names one. */
export const outcomeOf = ({ params, before, event, deadline }: Row) => {
  const { state, actions } = run(testParams(params), [...before, event]);
  const outcome = { state: state.phase.name, actions: actions.map(short) };
  return deadline === undefined ? outcome : { ...outcome, deadline: nextDeadline(state) };
};

export const wantedOf = ({ state, actions, deadline }: Row) =>
  deadline === undefined ? { state, actions } : { state, actions, deadline };
