import type { RouterAction, Step } from "./action.ts";
import type { Advert } from "./advert.ts";
import { masterDownCause, wasOutrun } from "./cause.ts";
import type { EventOf } from "./event.ts";
import { OWNER_PRIORITY, type RouterParams, TAKEOVER_PRIORITY } from "./params.ts";
import type { Backup, HeardMaster, RouterState } from "./state.ts";
import { handOverTime, skewTime } from "./timers.ts";
import { backupDownAt, enterMaster, standingPriority } from "./transitions.ts";

const stay = (state: RouterState, actions: readonly RouterAction[] = []): Step<RouterState> => ({ state, actions });

const masterOf = (event: EventOf<"advert">): HeardMaster => ({
  address: event.from,
  priority: event.advert.priority,
  heardAt: event.at,
});

/** Version 3 backups live by the master's clock, version 2 refuses any interval but its own. */
const intervalOf = (params: RouterParams, advert: Advert) =>
  params.version === 3 ? advert.interval : params.advertInterval;

/**
 * Only the word of the master itself shortens the wait: priority 0 from anyone else may be a router that had lost the
 * election, and then the master answers it, for which the whole skew time leaves room. A repeated resignation (a
 * master in fault says it twice) changes nothing.
 */
const hearResignation = (
  params: RouterParams,
  state: RouterState,
  phase: Backup,
  event: EventOf<"advert">,
): RouterState => {
  const byMaster = state.master?.address === event.from && !params.wholeSkew;
  if (byMaster ? state.master?.priority === 0 : phase.waitingFor === "hand-over") return state;
  const wait = byMaster ? handOverTime : skewTime;
  return {
    ...state,
    master: { ...masterOf(event), priority: 0 },
    phase: {
      ...phase,
      waitingFor: byMaster ? "hand-over" : "resigned",
      masterDownAt: event.at + wait(params.version, standingPriority(params, state), state.masterInterval),
    },
  };
};

/**
 * A weaker router was a moment quicker in taking over from the one that resigned. It is not a running master that
 * nopreempt would protect, but a contender, and loses when this router's own time comes.
 */
const outrunBy = (state: RouterState, event: EventOf<"advert">): RouterState => ({
  ...state,
  master: masterOf(event),
});

const hearWeaker = (params: RouterParams, state: RouterState, phase: Backup, event: EventOf<"advert">): RouterState => {
  const interval = intervalOf(params, event.advert);
  const known = { ...state, master: masterOf(event) };
  const mayPreempt = params.preempt || standingPriority(params, state) === OWNER_PRIORITY;
  const preemptAt = phase.preemptAt ?? event.at + params.preemptDelay;
  if (mayPreempt && event.at >= preemptAt) {
    return { ...known, phase: { ...phase, waitingFor: "weaker-master", preemptAt } };
  }
  return {
    ...known,
    masterInterval: interval,
    phase: {
      ...phase,
      waitingFor: mayPreempt ? "weaker-master" : "adverts",
      preemptAt: mayPreempt ? preemptAt : null,
      wants: false,
      masterDownAt: backupDownAt(params, state, event.at, interval),
    },
  };
};

/**
 * RFC 3768 and 5798 section 6.4.2. A weaker master does not restart the timer, so pre-emption happens when the
 * timer ends; with nopreempt, or while preempt_delay lasts, it does.
 */
export const hearInBackup = (
  params: RouterParams,
  state: RouterState,
  phase: Backup,
  event: EventOf<"advert">,
): Step<RouterState> => {
  const { advert, at } = event;
  if (advert.priority === 0) return stay(hearResignation(params, state, phase, event));
  if (advert.priority < standingPriority(params, state)) {
    const inHandOver = phase.waitingFor === "hand-over" && at <= phase.masterDownAt;
    return stay(inHandOver ? outrunBy(state, event) : hearWeaker(params, state, phase, event));
  }
  const interval = intervalOf(params, advert);
  return stay({
    ...state,
    master: masterOf(event),
    masterInterval: interval,
    phase: {
      ...phase,
      waitingFor: "adverts",
      preemptAt: null,
      wants: false,
      masterDownAt: backupDownAt(params, state, at, interval),
    },
  });
};

export const tickInBackup = (
  params: RouterParams,
  state: RouterState,
  phase: Backup,
  event: EventOf<"tick">,
): Step<RouterState> => {
  if (event.at < phase.masterDownAt) return stay(state);
  const cause = masterDownCause(params, state, phase, event.at);
  return enterMaster(params, state, {
    at: event.at,
    cause,
    makeBeforeBreak: phase.waitingFor === "weaker-master" || wasOutrun(state, phase),
    takeover: null,
    silentMaster: phase.waitingFor === "adverts" ? (state.master?.address ?? null) : null,
  });
};

/** "wait": the timer is set anew, as keepalived does; when the last member wants to be master, all are at once. */
export const obeyInBackup = (
  params: RouterParams,
  state: RouterState,
  phase: Backup,
  event: EventOf<"group">,
): Step<RouterState> => {
  if (event.order === "backup") return stay(state);
  if (event.order === "wait") {
    const masterDownAt = backupDownAt(params, state, event.at, state.masterInterval);
    return stay({ ...state, phase: { ...phase, wants: true, masterDownAt } });
  }
  return enterMaster(params, state, {
    at: event.at,
    cause: `sync group ${event.group} became master`,
    makeBeforeBreak: phase.waitingFor === "weaker-master" || wasOutrun(state, phase),
    takeover: null,
  });
};

/** Make before break: master at once, with a priority that every router but an owner yields to. */
export const takeoverInBackup = (
  params: RouterParams,
  state: RouterState,
  event: EventOf<"takeover">,
): Step<RouterState> => {
  const { master } = state;
  if (master !== null && master.priority >= TAKEOVER_PRIORITY) {
    return stay(state, [
      {
        type: "command-refused",
        error: {
          code: "takeover.master-too-strong",
          message: `${params.name}: the master ${master.address} has priority ${master.priority} and would not yield to ${TAKEOVER_PRIORITY}`,
          fields: { master: master.address, priority: master.priority },
        },
      },
    ]);
  }
  return enterMaster(params, state, {
    at: event.at,
    cause: `takeover by command of ${event.requestedBy}`,
    makeBeforeBreak: true,
    takeover: { until: event.at + event.leaseMs, requestedBy: event.requestedBy },
  });
};
