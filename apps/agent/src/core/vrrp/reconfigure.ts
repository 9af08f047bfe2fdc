import type { RouterAction, Step } from "./action.ts";
import { OWNER_PRIORITY, type RouterParams } from "./params.ts";
import type { Backup, Master, RouterState } from "./state.ts";
import { backupDownAt, effectivePriority, standingPriority } from "./transitions.ts";

/**
 * Whether a running virtual router can take new settings and stay what it is. Another interface, VRID, version or
 * family is another virtual router; an owner is born so.
 */
export const canReconfigure = (from: RouterParams, to: RouterParams): boolean =>
  from.virtualRouterId === to.virtualRouterId &&
  from.version === to.version &&
  from.family === to.family &&
  (from.priority === OWNER_PRIORITY) === (to.priority === OWNER_PRIORITY);

const saysTheSame = (from: RouterParams, to: RouterParams): boolean => {
  const said = ({
    priority,
    advertInterval,
    addresses,
    authType,
    authData,
    authKey,
    unicastPeers,
    group,
    checksumAsV2,
  }: RouterParams) =>
    JSON.stringify([
      priority,
      advertInterval,
      addresses,
      authType,
      [...authData, ...authKey],
      unicastPeers,
      group,
      checksumAsV2,
    ]);
  return said(from) === said(to);
};

/** A master says what changed at once, as keepalived does; with nothing to say it keeps its beat. */
const inMaster = (
  from: RouterParams,
  to: RouterParams,
  state: RouterState,
  phase: Master,
  at: number,
): Step<RouterState> => {
  const { refresh, extra } = to.garp;
  const kept: Master = {
    ...phase,
    ...(refresh === from.garp.refresh ? {} : { refreshGarpAt: refresh > 0 ? at + refresh : null }),
    ...(extra?.every === from.garp.extra?.every ? {} : { extraGarpAt: extra ? at + extra.every : null }),
  };
  // One that listens after a stall says it when it speaks again.
  if (saysTheSame(from, to) || phase.listenUntil !== null) return { state: { ...state, phase: kept }, actions: [] };
  const next: RouterState = {
    ...state,
    masterInterval: to.advertInterval,
    phase: { ...kept, advertAt: at + to.advertInterval },
  };
  return { state: next, actions: [{ type: "send-advert", priority: effectivePriority(to, next) }] };
};

/** The timer is set anew only when something that it is made of changed: shorter or longer, a whole wait from now. */
const inBackup = (from: RouterParams, to: RouterParams, state: RouterState, phase: Backup, at: number): RouterState => {
  const masterInterval = to.version === 3 && state.master !== null ? state.masterInterval : to.advertInterval;
  const next: RouterState = { ...state, masterInterval };
  const sameTimer =
    standingPriority(from, state) === standingPriority(to, state) &&
    masterInterval === state.masterInterval &&
    from.downTimerAdverts === to.downTimerAdverts;
  if (sameTimer) return next;
  return { ...next, phase: { ...phase, masterDownAt: backupDownAt(to, next, at, masterInterval) } };
};

/** New settings for a running virtual router, which keeps its state; addresses are the shell's. */
export const reconfigure = (
  from: RouterParams,
  to: RouterParams,
  state: RouterState,
  at: number,
): Step<RouterState> => {
  const [before, after] = [standingPriority(from, state), standingPriority(to, state)];
  const told: RouterAction[] =
    before === after ? [] : [{ type: "priority-changed", from: before, to: after, cause: "configuration" }];
  const { phase } = state;
  if (phase.name === "master") {
    const taken = inMaster(from, to, state, phase, at);
    return { state: taken.state, actions: [...told, ...taken.actions] };
  }
  if (phase.name === "backup") return { state: inBackup(from, to, state, phase, at), actions: told };
  return { state: { ...state, masterInterval: to.advertInterval }, actions: told };
};
