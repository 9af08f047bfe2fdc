import { assertNever } from "@baton/shared/base/assert-never.ts";
import type { RefusalCode, RouterAction, Step } from "./action.ts";
import type { EventOf, LinkCondition, RouterEvent } from "./event.ts";
import type { RouterParams } from "./params.ts";
import type { Master, Phase, RouterState } from "./state.ts";
import { hearInBackup, obeyInBackup, takeoverInBackup, tickInBackup } from "./step-backup.ts";
import { hearInMaster, obeyInMaster, releaseInMaster, restoreAddresses, tickInMaster } from "./step-master.ts";
import { oneMissedAdvert } from "./timers.ts";
import { backupDownAt, enterBackup, enterFault, isOwner, resignActions, standingPriority } from "./transitions.ts";

/** A virtual router before its first event. */
export const initialState = (params: RouterParams, at: number): RouterState => ({
  phase: { name: "initialize", since: at },
  ownAddress: null,
  master: null,
  masterInterval: params.advertInterval,
  ownershipLost: false,
  adjustment: 0,
});

const nothing = (state: RouterState): Step<RouterState> => ({ state, actions: [] });

const refuse = (state: RouterState, code: RefusalCode, message: string): Step<RouterState> => ({
  state,
  actions: [{ type: "command-refused", error: { code, message } }],
});

/** Always by way of backup. An owner does not wait at the start, and one interval and skew after a fault. */
const comeUp = (params: RouterParams, state: RouterState, address: string, at: number): Step<RouterState> => {
  const fresh: RouterState = { ...state, ownAddress: address, master: null, masterInterval: params.advertInterval };
  const starting = state.phase.name === "initialize";
  const ownerWait = starting ? 0 : oneMissedAdvert(params, standingPriority(params, state));
  return enterBackup(params, fresh, {
    at,
    cause: starting ? "startup" : "the interface works again",
    waitingFor: "first-advert",
    masterDownAt: isOwner(params, state) ? at + ownerWait : backupDownAt(params, fresh, at, params.advertInterval),
  });
};

const meetLink = (params: RouterParams, state: RouterState, link: LinkCondition, at: number): Step<RouterState> => {
  const { phase } = state;
  if (!link.usable) {
    if (phase.name !== "fault") return enterFault(params, state, at, link.problem);
    if (phase.problem === link.problem) return nothing(state);
    return {
      state: { ...state, phase: { ...phase, problem: link.problem } },
      actions: [{ type: "warn", text: `still in fault: ${link.problem}` }],
    };
  }
  if (phase.name === "fault" || phase.name === "initialize") return comeUp(params, state, link.address, at);
  return nothing({ ...state, ownAddress: link.address });
};

const hear = (params: RouterParams, state: RouterState, event: EventOf<"advert">): Step<RouterState> => {
  const { phase } = state;
  if (params.deafAsOwner && isOwner(params, state)) return nothing(state);
  if (phase.name === "backup") return hearInBackup(params, state, phase, event);
  if (phase.name === "master") return hearInMaster(params, state, phase, event);
  return nothing(state);
};

const tick = (params: RouterParams, state: RouterState, event: EventOf<"tick">): Step<RouterState> => {
  const { phase } = state;
  if (phase.name === "backup") return tickInBackup(params, state, phase, event);
  if (phase.name === "master") return tickInMaster(params, state, phase, event);
  return nothing(state);
};

const takeover = (params: RouterParams, state: RouterState, event: EventOf<"takeover">): Step<RouterState> => {
  switch (state.phase.name) {
    case "backup":
      return takeoverInBackup(params, state, event);
    case "master":
      return refuse(state, "takeover.already-master", `${params.name} is master already`);
    case "fault":
      return refuse(state, "takeover.in-fault", `${params.name} is in fault: ${state.phase.problem}`);
    case "initialize":
      return refuse(state, "takeover.not-backup", `${params.name} has not started yet`);
    default:
      return assertNever(state.phase);
  }
};

const release = (params: RouterParams, state: RouterState, event: EventOf<"release">): Step<RouterState> => {
  const { phase } = state;
  if (phase.name !== "master" || phase.takeoverUntil === null)
    return refuse(state, "release.not-taken-over", `${params.name}: no takeover is in force`);
  return releaseInMaster(state, phase, event);
};

const obey = (params: RouterParams, state: RouterState, event: EventOf<"group">): Step<RouterState> => {
  const { phase } = state;
  if (phase.name === "backup") return obeyInBackup(params, state, phase, event);
  if (phase.name === "master") return obeyInMaster(params, state, phase, event);
  return nothing(state);
};

/** The timers that run are kept: the new priority counts from the next advert, sent or heard, as in keepalived. */
const adjust = (params: RouterParams, state: RouterState, event: EventOf<"adjust">): Step<RouterState> => {
  const next = { ...state, adjustment: event.adjustment };
  const from = standingPriority(params, state);
  const to = standingPriority(params, next);
  return { state: next, actions: from === to ? [] : [{ type: "priority-changed", from, to, cause: event.cause }] };
};

const stop = (params: RouterParams, state: RouterState, event: EventOf<"stop">): Step<RouterState> => {
  const { phase } = state;
  if (phase.name === "initialize") return nothing(state);
  const resign = phase.name === "master" ? resignActions(phase, 1, "stopped", event.reason) : [];
  const left: RouterAction = {
    type: "transition",
    from: phase.name,
    to: "initialize",
    cause: event.reason,
    priority: standingPriority(params, state),
  };
  return { state: { ...state, phase: { name: "initialize", since: event.at } }, actions: [...resign, left] };
};

/** While a master listens after a stall it announces nothing; what is missing is noticed again. */
const isSpeakingMaster = (phase: Phase): phase is Master => phase.name === "master" && phase.listenUntil === null;

/** One event into one virtual router: its next state, and what has to be done, in order. Never throws. */
export const step = (params: RouterParams, state: RouterState, event: RouterEvent): Step<RouterState> => {
  switch (event.type) {
    case "start":
      return state.phase.name === "initialize" ? meetLink(params, state, event.link, event.at) : nothing(state);
    case "link":
      return state.phase.name === "initialize" ? nothing(state) : meetLink(params, state, event.link, event.at);
    case "advert":
      return hear(params, state, event);
    case "tick":
      return tick(params, state, event);
    case "takeover":
      return takeover(params, state, event);
    case "release":
      return release(params, state, event);
    case "adjust":
      return adjust(params, state, event);
    case "addresses-lost":
      return isSpeakingMaster(state.phase) ? restoreAddresses(params, state, state.phase, event) : nothing(state);
    case "group":
      return obey(params, state, event);
    case "stop":
      return stop(params, state, event);
    default:
      return assertNever(event);
  }
};
