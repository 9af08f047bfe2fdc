import type { RouterAction, Step } from "./action.ts";
import { nameMaster } from "./cause.ts";
import { standing } from "./election.ts";
import type { EventOf } from "./event.ts";
import { OWNER_PRIORITY, type RouterParams, TAKEOVER_PRIORITY } from "./params.ts";
import type { Master, RouterState } from "./state.ts";
import { masterDownTime, oneMissedAdvert } from "./timers.ts";
import { backupDownAt, effectivePriority, standingPriority, yieldToStronger } from "./transitions.ts";

/** After an address was put back, the next time it vanishes is answered only this much later. */
const RESTORE_PAUSE_MS = 1000;

interface MasterWork {
  phase: Master;
  actions: RouterAction[];
}

const sendAdvert = (params: RouterParams, state: RouterState, work: MasterWork, at: number): void => {
  work.actions.push({ type: "send-advert", priority: effectivePriority(params, { ...state, phase: work.phase }) });
  work.phase = { ...work.phase, advertAt: at + params.advertInterval };
};

/** Keeps the beat while the timer is only a little late, starts a new one after a longer pause. */
const nextBeat = (due: number, period: number, at: number): number => (at - due < period ? due + period : at + period);

const answerWeaker = (
  params: RouterParams,
  state: RouterState,
  phase: Master,
  event: EventOf<"advert">,
): Step<RouterState> => {
  const { garp } = params;
  const work: MasterWork = { phase, actions: [] };
  if (event.advert.priority > 0) {
    work.actions.push({ type: "heard-weaker", from: event.from, priority: event.advert.priority });
  }
  if (event.advert.priority === 0 || !params.silentToWeaker) sendAdvert(params, state, work, event.at);
  if (event.advert.priority > 0 && garp.lowerPriorityRepeat > 0) {
    work.actions.push({ type: "send-garp", repeat: garp.lowerPriorityRepeat, reason: "lower priority" });
    if (garp.lowerPriorityDelay > 0) {
      work.phase = { ...work.phase, lowerGarpAt: event.at + garp.lowerPriorityDelay };
    }
  }
  return { state: { ...state, phase: work.phase }, actions: work.actions };
};

const yieldTo = (
  params: RouterParams,
  state: RouterState,
  phase: Master,
  event: EventOf<"advert">,
): Step<RouterState> => {
  const interval = params.version === 3 ? event.advert.interval : params.advertInterval;
  const master = { address: event.from, priority: event.advert.priority, heardAt: event.at };
  const why =
    event.advert.priority > effectivePriority(params, state) ? "higher priority" : "equal priority, higher address";
  const yielded = yieldToStronger(params, { ...state, master, masterInterval: interval }, phase, {
    at: event.at,
    cause: `heard ${nameMaster(master)}: ${why}`,
    waitingFor: "adverts",
    masterDownAt: backupDownAt(params, state, event.at, interval),
  });
  const advert: RouterAction = { type: "send-advert", priority: effectivePriority(params, state) };
  const { actions } = yielded;
  if (params.advertBeforeYield) return { state: yielded.state, actions: [advert, ...actions] };
  // Fallen silent, and back: it may never have noticed that there were two. This tells it, and it announces itself anew.
  return event.from === phase.silentMaster ? { state: yielded.state, actions: [...actions, advert] } : yielded;
};

/** How long this router has said nothing. */
const silenceOf = (params: RouterParams, phase: Master, at: number): number =>
  at - phase.advertAt + params.advertInterval;

/**
 * This router stalled, and meanwhile a weaker one became master: it stays so. Speaking up now would move the addresses
 * twice, and until the other yields there would be two masters.
 */
const yieldAfterStall = (
  params: RouterParams,
  state: RouterState,
  phase: Master,
  event: EventOf<"advert">,
  silence: number,
): Step<RouterState> => {
  const interval = params.version === 3 ? event.advert.interval : params.advertInterval;
  const master = { address: event.from, priority: event.advert.priority, heardAt: event.at };
  return yieldToStronger(params, { ...state, master, masterInterval: interval }, phase, {
    at: event.at,
    cause: `own stall: no advert sent for ${Math.round(silence)} ms, and ${nameMaster(master)} became master`,
    waitingFor: "weaker-master",
    masterDownAt: backupDownAt(params, state, event.at, interval),
  });
};

/** RFC 3768 and 5798 section 6.4.3, with the answer to a weaker master that RFC 9568 made standard. */
export const hearInMaster = (
  params: RouterParams,
  state: RouterState,
  phase: Master,
  event: EventOf<"advert">,
): Step<RouterState> => {
  if (event.advert.priority === 0) {
    // Another master there was, and now is not.
    if (phase.listenUntil !== null) return speakAgain(params, state, phase, event.at);
    return answerWeaker(params, state, phase, event);
  }
  const own = effectivePriority(params, state);
  const verdict = standing(
    { priority: own, address: state.ownAddress ?? "" },
    { priority: event.advert.priority, address: event.from },
  );
  const silence = silenceOf(params, phase, event.at);
  // Whoever was heard has given this router up already.
  const isGivenUp = silence >= params.downTimerAdverts * params.advertInterval;
  if (verdict === "weaker" && isGivenUp) return yieldAfterStall(params, state, phase, event, silence);
  if (verdict === "weaker") return answerWeaker(params, state, phase, event);
  if (verdict === "same") {
    return {
      state,
      actions: [{ type: "warn", text: `another router sends adverts with this node's address ${event.from}` }],
    };
  }
  if (own !== OWNER_PRIORITY) return yieldTo(params, state, phase, event);
  const text = `${event.from} also claims priority ${OWNER_PRIORITY}: configuration error, lowering own priority to ${TAKEOVER_PRIORITY}`;
  const yielded = yieldTo(params, { ...state, ownershipLost: true }, phase, event);
  return { state: yielded.state, actions: [{ type: "warn", text }, ...yielded.actions] };
};

const endLease = (work: MasterWork, at: number): void => {
  const until = work.phase.takeoverUntil;
  if (until === null || at < until) return;
  work.phase = { ...work.phase, takeoverUntil: null };
  work.actions.push({ type: "takeover-ended", reason: "lease-ended", cause: "the lease of the takeover ended" });
};

const runGarpTimers = (params: RouterParams, work: MasterWork, at: number): void => {
  const { garp } = params;
  if (work.phase.secondGarpAt !== null && at >= work.phase.secondGarpAt) {
    work.phase = { ...work.phase, secondGarpAt: null };
    work.actions.push({ type: "send-garp", repeat: garp.repeat, reason: "second burst" });
  }
  if (work.phase.lowerGarpAt !== null && at >= work.phase.lowerGarpAt) {
    work.phase = { ...work.phase, lowerGarpAt: null };
    work.actions.push({ type: "send-garp", repeat: garp.lowerPriorityRepeat, reason: "lower priority" });
  }
  if (work.phase.refreshGarpAt !== null && at >= work.phase.refreshGarpAt) {
    work.phase = { ...work.phase, refreshGarpAt: nextBeat(work.phase.refreshGarpAt, garp.refresh, at) };
    work.actions.push({ type: "send-garp", repeat: garp.refreshRepeat, reason: "refresh" });
  }
  if (garp.extra && work.phase.extraGarpAt !== null && at >= work.phase.extraGarpAt) {
    work.phase = { ...work.phase, extraGarpAt: nextBeat(work.phase.extraGarpAt, garp.extra.every, at) };
    work.actions.push({ type: "send-extra-garp" });
  }
};

const restore = (params: RouterParams, work: MasterWork, at: number): void => {
  work.phase = { ...work.phase, restoreAt: null, restoredAt: at };
  work.actions.push({ type: "add-addresses" });
  work.actions.push({ type: "send-garp", repeat: params.garp.repeat, reason: "address restored" });
};

/**
 * After a stall longer than the others wait there may be another master, though nobody was heard: a frozen machine
 * hears nothing. So this router says nothing until a whole interval has passed in which nobody else spoke. Its
 * addresses stay: with nobody else there, taking them off would be the only outage.
 */
const beginToListen = (
  params: RouterParams,
  state: RouterState,
  phase: Master,
  at: number,
  text: string,
): Step<RouterState> => {
  const listenUntil = at + oneMissedAdvert(params, standingPriority(params, state));
  return { state: { ...state, phase: { ...phase, listenUntil } }, actions: [{ type: "warn", text }] };
};

/** As timer_expired_backup asks for: into backup, with its whole wait. */
const stepDown = (
  params: RouterParams,
  state: RouterState,
  phase: Master,
  at: number,
  cause: string,
): Step<RouterState> =>
  yieldToStronger(params, { ...state, master: null, masterInterval: params.advertInterval }, phase, {
    at,
    cause,
    waitingFor: "first-advert",
    masterDownAt: backupDownAt(params, state, at, params.advertInterval),
  });

/** How long the router waits that would be the first to take over. */
const othersWait = (params: RouterParams, state: RouterState): number =>
  masterDownTime(params, params.stallPeerPriority || effectivePriority(params, state), params.advertInterval);

/**
 * Nobody else was heard. The neighbours are told too: meanwhile another one may have come and gone. Other announcements
 * that became due meanwhile are in this one.
 */
const speakAgain = (params: RouterParams, state: RouterState, phase: Master, at: number): Step<RouterState> => {
  const work: MasterWork = { phase: { ...phase, listenUntil: null }, actions: [] };
  endLease(work, at);
  sendAdvert(params, state, work, at);
  if (work.phase.restoreAt !== null && at >= work.phase.restoreAt) restore(params, work, at);
  else work.actions.push({ type: "send-garp", repeat: params.garp.repeat, reason: "own stall" });
  const due: MasterWork = { phase: work.phase, actions: [] };
  runGarpTimers(params, due, at);
  return { state: { ...state, phase: due.phase }, actions: work.actions };
};

/** Everything that is due, in one go. */
export const tickInMaster = (
  params: RouterParams,
  state: RouterState,
  phase: Master,
  event: EventOf<"tick">,
): Step<RouterState> => {
  if (phase.listenUntil !== null)
    return event.at < phase.listenUntil ? { state, actions: [] } : speakAgain(params, state, phase, event.at);
  const silence = silenceOf(params, phase, event.at);
  // A weaker router waits longer than this one would: by then it may have begun.
  if (silence > othersWait(params, state)) {
    const cause = `own stall: no advert sent for ${Math.round(silence)} ms, longer than the others wait; listening first`;
    return (params.stallPeerPriority === null ? beginToListen : stepDown)(params, state, phase, event.at, cause);
  }
  const work: MasterWork = { phase, actions: [] };
  endLease(work, event.at);
  if (event.at >= phase.advertAt) {
    sendAdvert(params, state, work, event.at);
    work.phase = { ...work.phase, advertAt: nextBeat(phase.advertAt, params.advertInterval, event.at) };
  }
  if (work.phase.restoreAt !== null && event.at >= work.phase.restoreAt) restore(params, work, event.at);
  runGarpTimers(params, work, event.at);
  return { state: { ...state, phase: work.phase }, actions: work.actions };
};

/**
 * A lost address is put back, and announced, instead of leaving master as keepalived does: leaving would take the
 * remaining addresses down with it, and the election that follows usually elects the same node. Against someone who
 * keeps removing it, putting back is limited to once a second.
 */
export const restoreAddresses = (
  params: RouterParams,
  state: RouterState,
  phase: Master,
  event: EventOf<"addresses-lost">,
): Step<RouterState> => {
  const earliest = phase.restoredAt === null ? event.at : phase.restoredAt + RESTORE_PAUSE_MS;
  if (event.at < earliest) return { state: { ...state, phase: { ...phase, restoreAt: earliest } }, actions: [] };
  const work: MasterWork = { phase, actions: [] };
  restore(params, work, event.at);
  return { state: { ...state, phase: work.phase }, actions: work.actions };
};

export const releaseInMaster = (state: RouterState, phase: Master, event: EventOf<"release">): Step<RouterState> => ({
  state: { ...state, phase: { ...phase, takeoverUntil: null } },
  actions: [{ type: "takeover-ended", reason: "released", cause: `released by ${event.requestedBy}` }],
});

/** Nobody stronger was heard here, so the whole wait for a first advert begins. */
export const obeyInMaster = (
  params: RouterParams,
  state: RouterState,
  phase: Master,
  event: EventOf<"group">,
): Step<RouterState> => {
  if (event.order !== "backup") return { state, actions: [] };
  return yieldToStronger(params, { ...state, master: null, masterInterval: params.advertInterval }, phase, {
    at: event.at,
    cause: `sync group ${event.group} became backup`,
    waitingFor: "first-advert",
    masterDownAt: backupDownAt(params, state, event.at, params.advertInterval),
  });
};
