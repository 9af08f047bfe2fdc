import type { Millis } from "@baton/shared/base/duration.ts";
import type { RouterAction, Step, TakeoverEnd } from "./action.ts";
import { OWNER_PRIORITY, type RouterParams, TAKEOVER_PRIORITY } from "./params.ts";
import type { BackupWait, Master, PhaseName, RouterState } from "./state.ts";
import { masterDownTime } from "./timers.ts";

/** The ways from one state into another, each with everything that has to be done on the way, in order. */

/** The priority without a takeover. Tracking never makes an owner nor ends it, and leaves 1 to 254 to the others. */
export const standingPriority = (params: RouterParams, state: RouterState): number => {
  if (params.priority === OWNER_PRIORITY && !state.ownershipLost) return OWNER_PRIORITY;
  return Math.min(Math.max(params.priority + state.adjustment, 1), TAKEOVER_PRIORITY);
};

/** What the next advert carries. */
export const effectivePriority = (params: RouterParams, state: RouterState): number => {
  const priority = standingPriority(params, state);
  const takenOver = state.phase.name === "master" && state.phase.takeoverUntil !== null;
  return takenOver ? Math.max(priority, TAKEOVER_PRIORITY) : priority;
};

const transition = (
  params: RouterParams,
  state: RouterState,
  from: PhaseName,
  to: PhaseName,
  cause: string,
): RouterAction => ({ type: "transition", from, to, cause, priority: effectivePriority(params, { ...state }) });

export const backupDownAt = (params: RouterParams, state: RouterState, at: number, interval: Millis): number =>
  at + masterDownTime(params, standingPriority(params, state), interval);

export interface BackupEntry {
  readonly at: number;
  readonly cause: string;
  readonly waitingFor: BackupWait;
  readonly masterDownAt: number;
}

/** Into backup from a state that holds no addresses. */
export const enterBackup = (params: RouterParams, state: RouterState, entry: BackupEntry): Step<RouterState> => {
  const next: RouterState = {
    ...state,
    phase: {
      name: "backup",
      since: entry.at,
      masterDownAt: entry.masterDownAt,
      waitingFor: entry.waitingFor,
      preemptAt: null,
      wants: false,
    },
  };
  return { state: next, actions: [transition(params, next, state.phase.name, "backup", entry.cause)] };
};

export interface MasterEntry {
  readonly at: number;
  readonly cause: string;
  /** A weaker master lives and will yield when it hears of this. */
  readonly makeBeforeBreak: boolean;
  readonly takeover: { readonly until: number; readonly requestedBy: string } | null;
  readonly silentMaster?: string | null;
}

/**
 * Into master. With the old master gone the advert goes first, as in keepalived, so that no third router begins.
 * With the old master alive (`makeBeforeBreak`) the advert goes last: it makes the other one let go, and by then this
 * node must hold the addresses and the neighbours must know it.
 */
export const enterMaster = (params: RouterParams, state: RouterState, entry: MasterEntry): Step<RouterState> => {
  const { garp } = params;
  const next: RouterState = {
    ...state,
    masterInterval: params.advertInterval,
    phase: {
      name: "master",
      since: entry.at,
      advertAt: entry.at + params.advertInterval,
      secondGarpAt: garp.delay > 0 && garp.repeat > 0 ? entry.at + garp.delay : null,
      refreshGarpAt: garp.refresh > 0 ? entry.at + garp.refresh : null,
      extraGarpAt: garp.extra ? entry.at + garp.extra.every : null,
      lowerGarpAt: null,
      takeoverUntil: entry.takeover?.until ?? null,
      restoreAt: null,
      restoredAt: null,
      silentMaster: entry.silentMaster ?? null,
      listenUntil: null,
    },
  };
  const priority = effectivePriority(params, next);
  const advert: RouterAction = { type: "send-advert", priority };
  const addresses: RouterAction = { type: "add-addresses" };
  const announce: RouterAction = { type: "send-garp", repeat: garp.repeat, reason: "transition" };
  const actions: RouterAction[] = [transition(params, next, state.phase.name, "master", entry.cause)];
  actions.push(...(entry.makeBeforeBreak ? [addresses, announce, advert] : [advert, addresses, announce]));
  if (entry.takeover) actions.push({ type: "takeover-started", ...entry.takeover, cause: entry.cause });
  return { state: next, actions };
};

const endTakeover = (phase: Master, reason: TakeoverEnd, cause: string): readonly RouterAction[] =>
  phase.takeoverUntil === null ? [] : [{ type: "takeover-ended", reason, cause }];

/** A stronger master was heard: the addresses go at once, and nothing is said, since the other one speaks. */
export const yieldToStronger = (
  params: RouterParams,
  state: RouterState,
  phase: Master,
  entry: BackupEntry,
): Step<RouterState> => {
  const entered = enterBackup(params, state, entry);
  return {
    state: entered.state,
    actions: [{ type: "remove-addresses" }, ...entered.actions, ...endTakeover(phase, "yielded", entry.cause)],
  };
};

/** Gives mastership up although nobody stronger was heard: the others are told by priority 0. */
export const resignActions = (
  phase: Master,
  times: number,
  reason: TakeoverEnd,
  cause: string,
): readonly RouterAction[] => [
  ...Array.from({ length: times }, (): RouterAction => ({ type: "send-advert", priority: 0 })),
  { type: "remove-addresses" },
  ...endTakeover(phase, reason, cause),
];

export const enterFault = (
  params: RouterParams,
  state: RouterState,
  at: number,
  problem: string,
): Step<RouterState> => {
  const cause = problem;
  const { phase } = state;
  const resign = phase.name === "master" ? resignActions(phase, 2, "fault", cause) : [];
  const next: RouterState = { ...state, ownAddress: null, phase: { name: "fault", since: at, problem } };
  return { state: next, actions: [...resign, transition(params, next, phase.name, "fault", cause)] };
};

export const isOwner = (params: RouterParams, state: RouterState): boolean =>
  standingPriority(params, state) === OWNER_PRIORITY;
