import type { VirtualAddress, VrrpInstance } from "@baton/shared/config/model.ts";
import type { FactOf } from "@baton/shared/contract/facts.ts";
import type { Advert } from "../../core/vrrp/advert.ts";
import { nextDeadline } from "../../core/vrrp/next-deadline.ts";
import { paramsOf, type RouterParams } from "../../core/vrrp/params.ts";
import { renewedDeadline } from "../../core/vrrp/renewal.ts";
import type { RouterState } from "../../core/vrrp/state.ts";
import { initialState } from "../../core/vrrp/step.ts";
import { effectivePriority } from "../../core/vrrp/transitions.ts";

/** A whole IPv4 packet and where it goes. */
export interface OutgoingAdvert {
  readonly packet: Uint8Array;
  readonly destination: Uint8Array;
}

/** The last advert that was refused for one reason; `at` is wall time. */
export interface RefusedAdvert {
  readonly from: string;
  readonly detail: string;
  readonly at: number;
}

export interface SentAdvert {
  readonly params: RouterParams;
  readonly priority: number;
  readonly source: string;
  readonly packets: readonly OutgoingAdvert[];
}

/** A packet and what it was read as, under the settings of that time. */
export interface HeardPacket {
  readonly params: RouterParams;
  readonly bytes: Uint8Array;
  readonly from: string;
  readonly advert: Advert;
  /** The state it led to, if in that state hearing it once more only renews the timer; null otherwise. */
  renews: RouterState | null;
}

/** Everything of the fact that can change, but the time the master was heard. */
export interface Reported {
  readonly state: RouterState;
  readonly since: number;
  readonly held: readonly VirtualAddress[];
  readonly refusedCount: number;
}

/** One running instance: the machine's state and what the shell knows about it. */
export interface Router {
  /** A reload may change both while the router runs. */
  config: VrrpInstance;
  params: RouterParams;
  state: RouterState;
  /** Wall time and cause of the last transition. */
  since: number;
  cause: string;
  /** As the kernel said last. */
  held: readonly VirtualAddress[];
  /** Address changes sent to the kernel and not yet answered. */
  changesInFlight: number;
  readonly refused: Map<string, number>;
  /** All of them. */
  refusedCount: number;
  readonly lastRefused: Map<string, RefusedAdvert>;
  /** auth_type AH: the highest sequence number sent or heard. */
  sequence: number;
  /** The packets of the advert sent last; a master repeats itself. */
  lastSent: SentAdvert | null;
  /** The packet accepted last; so does the other one. */
  lastHeard: HeardPacket | null;
  /** When it was heard once more (monotonic) and the machine has not been told yet; 0: it knows of all. */
  heardAgainAt: number;
  lastSendError: string | null;
  lastAddressError: string | null;
  /** The kernel refused all addresses; until then (monotonic) the instance is in fault. */
  addressProblem: { readonly sentence: string; readonly until: number } | null;
  /** What the fact reported last was made from; null: nothing was reported. */
  reported: Reported | null;
  reportedHeardAt: number | null;
}

export const createRouter = (config: VrrpInstance, monotonic: number, wall: number): Router => {
  const params = paramsOf(config);
  return {
    config,
    params,
    state: initialState(params, monotonic),
    since: wall,
    cause: "not started",
    held: [],
    changesInFlight: 0,
    refused: new Map(),
    refusedCount: 0,
    lastRefused: new Map(),
    sequence: 0,
    lastSent: null,
    lastHeard: null,
    heardAgainAt: 0,
    lastSendError: null,
    lastAddressError: null,
    addressProblem: null,
    reported: null,
    reportedHeardAt: null,
  };
};

/** When the master was heard last; null when none was. */
export const lastHeardAt = ({ state, heardAgainAt }: Router): number | null =>
  state.master === null ? null : Math.max(state.master.heardAt, heardAgainAt);

/** When the machine next wants a tick, all that was heard considered. */
export const deadlineOf = ({ params, state, heardAgainAt }: Router): number =>
  heardAgainAt === 0 ? nextDeadline(state) : renewedDeadline(params, state, heardAgainAt);

/** `wallOffset`: wall time minus monotonic time. */
export const wallTime = (monotonic: number, wallOffset: number): number =>
  Math.max(0, Math.round(monotonic + wallOffset));

/** `wallOffset`: as of wallTime. */
export const virtualRouterFact = (router: Router, wallOffset: number): FactOf<"virtual-router"> => {
  const { config, params, state } = router;
  const { phase, master } = state;
  const wall = (monotonic: number): number => wallTime(monotonic, wallOffset);
  const takeoverUntil = phase.name === "master" ? phase.takeoverUntil : null;
  return {
    kind: "virtual-router",
    key: config.name,
    vrid: config.virtualRouterId,
    version: config.version,
    interface: config.interface,
    state: phase.name,
    since: router.since,
    // In fault the reason can change while the state stays.
    cause: phase.name === "fault" ? phase.problem : router.cause,
    basePriority: params.priority,
    effectivePriority: effectivePriority(params, state),
    advertIntervalMs: params.advertInterval,
    addresses: config.virtualAddresses.map((address) => address.address),
    heldAddresses: router.held.map((address) => address.address),
    master:
      master === null || phase.name === "master"
        ? null
        : { address: master.address, priority: master.priority, heardAt: wall(lastHeardAt(router) ?? master.heardAt) },
    takeover: takeoverUntil === null ? null : { until: wall(takeoverUntil) },
    refusedAdverts: Object.fromEntries(router.refused),
    refusals: [...router.lastRefused].map(([reason, last]) => ({ reason, ...last })),
  };
};
