import { millis } from "@baton/shared/base/duration.ts";
import { describe, expect, test } from "vitest";
import type { RouterAction } from "./action.ts";
import type { AdvertV2 } from "./advert.ts";
import type { RouterEvent } from "./event.ts";
import { nextDeadline } from "./next-deadline.ts";
import type { RouterParams } from "./params.ts";
import type { RouterState } from "./state.ts";
import { initialState, step } from "./step.ts";
import { testParams } from "./testing/params.ts";

const OWN = "192.168.1.5";
const LOWER = "192.168.1.2";
const HIGHER = "192.168.1.11";
const UP = { usable: true, address: OWN } as const;
const DOWN = { usable: false, problem: "eth0 is down" } as const;

const advert = (priority: number): AdvertV2 => ({
  version: 2,
  virtualRouterId: 51,
  priority,
  interval: millis(1000),
  addresses: ["192.168.1.100"],
  authType: 0,
  authData: new Uint8Array(8),
});

const hear = (priority: number, at: number, from = HIGHER): RouterEvent => ({
  type: "advert",
  at,
  from,
  advert: advert(priority),
});
const hear3 = (priority: number, at: number, interval: number): RouterEvent => ({
  type: "advert",
  at,
  from: HIGHER,
  advert: { version: 3, virtualRouterId: 51, priority, interval: millis(interval), addresses: ["192.168.1.100"] },
});
const tick = (at: number): RouterEvent => ({ type: "tick", at });
const takeover = (at: number): RouterEvent => ({ type: "takeover", at, leaseMs: 5000, requestedBy: "ann" });
const release = (at: number): RouterEvent => ({ type: "release", at, requestedBy: "ann" });
const lost = (at: number): RouterEvent => ({ type: "addresses-lost", at, addresses: ["192.168.1.100"] });
const adjust = (at: number, adjustment: number): RouterEvent => ({ type: "adjust", at, adjustment, cause: "eth1" });
const link = (at: number, condition: typeof UP | typeof DOWN): RouterEvent => ({ type: "link", at, link: condition });

const run = (params: RouterParams, events: readonly RouterEvent[]): { state: RouterState; actions: RouterAction[] } => {
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

const START: RouterEvent = { type: "start", at: 0, link: UP };
/** 3 x 1000 + (256 - 100) / 256 x 1000 */
const DOWN_AT = 3609.375;
const MASTER = [START, tick(DOWN_AT)];
/** Awake again after a stall longer than the others wait. */
const LISTENING = [...MASTER, tick(DOWN_AT + 5500)];
/** Resigned at 2000, and (256 - 100) / 256 x 20 */
const HAND_OVER_AT = 2012.1875;
const ALL_EVENTS = (at: number): RouterEvent[] => [
  hear(0, at),
  hear(50, at),
  hear(100, at, OWN),
  hear(255, at),
  tick(at),
  takeover(at),
  release(at),
  lost(at),
  adjust(at, -10),
  link(at, UP),
  link(at, DOWN),
  { type: "stop", at, reason: "stopping" },
  { type: "start", at, link: UP },
];

interface Row {
  readonly name: string;
  readonly params?: Partial<RouterParams>;
  readonly before: readonly RouterEvent[];
  readonly event: RouterEvent;
  readonly state: string;
  readonly actions: readonly string[];
  /** When the next tick is wanted, where that is the point. */
  readonly deadline?: number;
}

const BECOME = ["backup>master", "advert 100", "add-addresses", "garp 5"];
const NOTHING: readonly string[] = [];

const rows: readonly Row[] = [
  { name: "start", before: [], event: START, state: "backup", actions: ["initialize>backup"], deadline: DOWN_AT },
  {
    name: "start without interface",
    before: [],
    event: { ...START, link: DOWN } as RouterEvent,
    state: "fault",
    actions: ["initialize>fault"],
    deadline: Number.POSITIVE_INFINITY,
  },
  {
    name: "owner does not wait",
    params: { priority: 255 },
    before: [],
    event: START,
    state: "backup",
    actions: ["initialize>backup"],
    deadline: 0,
  },
  {
    name: "owner becomes master",
    params: { priority: 255 },
    before: [START],
    event: tick(0),
    state: "master",
    actions: ["backup>master", "advert 255", "add-addresses", "garp 5"],
  },
  {
    name: "before the first start an advert is nothing",
    before: [],
    event: hear(255, 1),
    state: "initialize",
    actions: NOTHING,
  },
  {
    name: "before the first start a link is nothing",
    before: [],
    event: link(1, UP),
    state: "initialize",
    actions: NOTHING,
  },
  {
    name: "before the first start a takeover is refused",
    before: [],
    event: takeover(1),
    state: "initialize",
    actions: ["takeover.not-backup"],
  },
  {
    name: "before the first start a stop is nothing",
    before: [],
    event: { type: "stop", at: 1, reason: "" },
    state: "initialize",
    actions: NOTHING,
  },
  {
    name: "a second start is nothing",
    before: [START],
    event: { ...START, at: 5 },
    state: "backup",
    actions: NOTHING,
    deadline: DOWN_AT,
  },

  {
    name: "backup: too early",
    before: [START],
    event: tick(DOWN_AT - 1),
    state: "backup",
    actions: NOTHING,
    deadline: DOWN_AT,
  },
  {
    name: "backup: the timer ends",
    before: [START],
    event: tick(DOWN_AT),
    state: "master",
    actions: BECOME,
    deadline: DOWN_AT + 1000,
  },
  {
    name: "backup: a stronger master restarts the timer",
    before: [START],
    event: hear(150, 1000),
    state: "backup",
    actions: NOTHING,
    deadline: 1000 + DOWN_AT,
  },
  {
    name: "backup: an equal one too",
    before: [START],
    event: hear(100, 1000, LOWER),
    state: "backup",
    actions: NOTHING,
    deadline: 1000 + DOWN_AT,
  },
  {
    name: "backup: a weaker one does not",
    before: [START],
    event: hear(99, 1000),
    state: "backup",
    actions: NOTHING,
    deadline: DOWN_AT,
  },
  {
    name: "backup: and is pre-empted when the timer ends, make before break",
    before: [START, hear(99, 1000)],
    event: tick(DOWN_AT),
    state: "master",
    actions: ["backup>master", "add-addresses", "garp 5", "advert 100"],
  },
  {
    name: "backup: with nopreempt it does",
    params: { preempt: false },
    before: [START],
    event: hear(99, 1000),
    state: "backup",
    actions: NOTHING,
    deadline: 1000 + DOWN_AT,
  },
  {
    name: "backup: during preempt_delay it does",
    params: { preemptDelay: millis(5000) },
    before: [START],
    event: hear(99, 1000),
    state: "backup",
    actions: NOTHING,
    deadline: 1000 + DOWN_AT,
  },
  {
    name: "backup: after preempt_delay it does not any more",
    params: { preemptDelay: millis(5000) },
    before: [START, hear(99, 1000), hear(99, 4000)],
    event: hear(99, 6000),
    state: "backup",
    actions: NOTHING,
    deadline: 4000 + DOWN_AT,
  },
  {
    name: "backup: preempt_delay begins anew after a stronger master",
    params: { preemptDelay: millis(5000) },
    before: [START, hear(99, 1000), hear(150, 4000)],
    event: hear(99, 6000),
    state: "backup",
    actions: NOTHING,
    deadline: 6000 + DOWN_AT,
  },
  {
    name: "backup: nopreempt, and the weaker master dies",
    params: { preempt: false },
    before: [START, hear(99, 1000)],
    event: tick(1000 + DOWN_AT),
    state: "master",
    actions: BECOME,
  },
  {
    name: "backup: the master it knows resigns, only the hand-over time is left",
    before: [START, hear(150, 1000)],
    event: hear(0, 2000),
    state: "backup",
    actions: NOTHING,
    deadline: HAND_OVER_AT,
  },
  {
    name: "backup: a master in fault resigns twice, the wait does not begin anew",
    before: [START, hear(150, 1000), hear(0, 2000)],
    event: hear(0, 2005),
    state: "backup",
    actions: NOTHING,
    deadline: HAND_OVER_AT,
  },
  {
    name: "backup: priority 0 from someone who is not the master leaves the whole skew",
    before: [START, hear(150, 1000)],
    event: hear(0, 2000, LOWER),
    state: "backup",
    actions: NOTHING,
    deadline: 2609.375,
  },
  {
    name: "backup: priority 0 before any master was heard leaves the whole skew",
    before: [START],
    event: hear(0, 2000),
    state: "backup",
    actions: NOTHING,
    deadline: 2609.375,
  },
  {
    name: "backup: the master answers a stranger's priority 0",
    before: [START, hear(150, 1000), hear(0, 2000, LOWER)],
    event: hear(150, 2001),
    state: "backup",
    actions: NOTHING,
    deadline: 2001 + DOWN_AT,
  },
  {
    name: "backup: during a hand-over a stranger's priority 0 changes nothing",
    before: [START, hear(150, 1000), hear(0, 2000)],
    event: hear(0, 2001, LOWER),
    state: "backup",
    actions: NOTHING,
    deadline: HAND_OVER_AT,
  },
  {
    name: "backup: after the hand-over time",
    before: [START, hear(150, 1000), hear(0, 2000)],
    event: tick(HAND_OVER_AT),
    state: "master",
    actions: BECOME,
  },
  {
    name: "backup: after the whole skew",
    before: [START, hear(150, 1000), hear(0, 2000, LOWER)],
    event: tick(2609.375),
    state: "master",
    actions: BECOME,
  },
  {
    name: "backup: a stronger one takes over during the hand-over",
    before: [START, hear(150, 1000), hear(0, 2000)],
    event: hear(120, 2005, LOWER),
    state: "backup",
    actions: NOTHING,
    deadline: 2005 + DOWN_AT,
  },
  ...[true, false].map((preempt) => ({
    name: `backup: a weaker one was quicker in the hand-over (preempt ${preempt})`,
    params: { preempt },
    before: [START, hear(150, 1000), hear(0, 2000)],
    event: hear(99, 2005, LOWER),
    state: "backup",
    actions: NOTHING,
    deadline: HAND_OVER_AT,
  })),
  {
    name: "backup: it is overtaken, make before break",
    params: { preempt: false },
    before: [START, hear(150, 1000), hear(0, 2000), hear(99, 2005, LOWER)],
    event: tick(HAND_OVER_AT),
    state: "master",
    actions: ["backup>master", "add-addresses", "garp 5", "advert 100"],
  },
  {
    name: "backup: after the hand-over time nopreempt protects the weaker one that took over",
    params: { preempt: false },
    before: [START, hear(150, 1000), hear(0, 2000)],
    event: hear(99, 2100, LOWER),
    state: "backup",
    actions: NOTHING,
    deadline: 2100 + DOWN_AT,
  },
  {
    name: "backup: the whole skew when the configuration asks for it",
    params: { wholeSkew: true },
    before: [START, hear(150, 1000)],
    event: hear(0, 2000),
    state: "backup",
    actions: NOTHING,
    deadline: 2609.375,
  },
  {
    name: "backup: version 3 at 10 ms never waits longer than its skew",
    params: { version: 3, advertInterval: millis(10) },
    before: [START, hear3(150, 20, 10)],
    event: hear3(0, 25, 10),
    state: "backup",
    actions: NOTHING,
    deadline: 25 + 6.09375,
  },
  { name: "backup: lost addresses are nobody's", before: [START], event: lost(10), state: "backup", actions: NOTHING },
  {
    name: "backup: nothing to release",
    before: [START],
    event: release(10),
    state: "backup",
    actions: ["release.not-taken-over"],
  },
  {
    name: "backup: the same link again",
    before: [START],
    event: link(10, UP),
    state: "backup",
    actions: NOTHING,
    deadline: DOWN_AT,
  },
  { name: "backup: link down", before: [START], event: link(10, DOWN), state: "fault", actions: ["backup>fault"] },
  {
    name: "backup: stop",
    before: [START],
    event: { type: "stop", at: 10, reason: "" },
    state: "initialize",
    actions: ["backup>initialize"],
    deadline: Number.POSITIVE_INFINITY,
  },
  {
    name: "backup: takeover",
    before: [START, hear(150, 1000)],
    event: takeover(1500),
    state: "master",
    actions: ["backup>master", "add-addresses", "garp 5", "advert 254", "takeover-started"],
    deadline: 2500,
  },
  {
    name: "backup: takeover without any master known",
    before: [START],
    event: takeover(5),
    state: "master",
    actions: ["backup>master", "add-addresses", "garp 5", "advert 254", "takeover-started"],
  },
  {
    name: "backup: takeover from 254",
    before: [START, hear(254, 1000)],
    event: takeover(1500),
    state: "backup",
    actions: ["takeover.master-too-strong"],
    deadline: 1000 + DOWN_AT,
  },
  {
    name: "backup: takeover from an owner",
    before: [START, hear(255, 1000)],
    event: takeover(1500),
    state: "backup",
    actions: ["takeover.master-too-strong"],
  },

  { name: "master: too early", before: MASTER, event: tick(DOWN_AT + 999), state: "master", actions: NOTHING },
  {
    name: "master: advert",
    before: MASTER,
    event: tick(DOWN_AT + 1000),
    state: "master",
    actions: ["advert 100"],
    deadline: DOWN_AT + 2000,
  },
  {
    name: "master: a little late keeps the beat",
    before: MASTER,
    event: tick(DOWN_AT + 1100),
    state: "master",
    actions: ["advert 100"],
    deadline: DOWN_AT + 2000,
  },
  {
    name: "master: late by more than a beat begins a new one",
    before: MASTER,
    event: tick(DOWN_AT + 2500),
    state: "master",
    actions: ["advert 100"],
    deadline: DOWN_AT + 3500,
  },
  {
    name: "master: as late as the others wait, and nobody was heard",
    before: MASTER,
    event: tick(DOWN_AT + DOWN_AT),
    state: "master",
    actions: ["advert 100"],
  },
  {
    name: "master: later than the others wait says nothing, and listens for one interval and the skew",
    before: MASTER,
    event: tick(DOWN_AT + DOWN_AT + 1),
    state: "master",
    actions: ["warn"],
    deadline: 2 * DOWN_AT + 1 + 1609.375,
  },
  {
    name: "listening after a stall: not yet",
    before: LISTENING,
    event: tick(DOWN_AT + 5500 + 1600),
    state: "master",
    actions: NOTHING,
    deadline: DOWN_AT + 5500 + 1609.375,
  },
  {
    name: "listening after a stall: nobody was heard, and it speaks again",
    before: LISTENING,
    event: tick(DOWN_AT + 5500 + 1609.375),
    state: "master",
    actions: ["advert 100", "garp 5"],
    deadline: DOWN_AT + 5500 + 2609.375,
  },
  {
    name: "listening after a stall: a lease that ended meanwhile ends with it",
    before: [START, takeover(5), tick(6000)],
    event: tick(7700),
    state: "master",
    actions: ["takeover-ended lease-ended", "advert 100", "garp 5"],
    deadline: 8700,
  },
  {
    name: "listening after a stall: a weaker one is heard, and has it",
    before: LISTENING,
    event: hear(50, DOWN_AT + 5600),
    state: "backup",
    actions: ["remove-addresses", "master>backup"],
    deadline: DOWN_AT + 5600 + DOWN_AT,
  },
  {
    name: "listening after a stall: a stronger one is heard",
    before: LISTENING,
    event: hear(101, DOWN_AT + 5600),
    state: "backup",
    actions: ["remove-addresses", "master>backup"],
  },
  {
    name: "listening after a stall: another one resigns",
    before: LISTENING,
    event: hear(0, DOWN_AT + 5600),
    state: "master",
    actions: ["advert 100", "garp 5"],
    deadline: DOWN_AT + 6600,
  },
  {
    name: "listening after a stall: addresses that are missing wait",
    before: LISTENING,
    event: lost(DOWN_AT + 5600),
    state: "master",
    actions: NOTHING,
  },
  {
    name: "listening after a stall: stop",
    before: LISTENING,
    event: { type: "stop", at: DOWN_AT + 5600, reason: "" },
    state: "initialize",
    actions: ["advert 0", "remove-addresses", "master>initialize"],
  },
  {
    name: "master: hears weaker",
    before: MASTER,
    event: hear(99, 4000),
    state: "master",
    actions: ["heard-weaker", "advert 100", "garp 5"],
    deadline: 5000,
  },
  {
    name: "master: hears equal from a lower address",
    before: MASTER,
    event: hear(100, 4000, LOWER),
    state: "master",
    actions: ["heard-weaker", "advert 100", "garp 5"],
  },
  {
    name: "master: hears equal from a higher address",
    before: MASTER,
    event: hear(100, 4000),
    state: "backup",
    actions: ["remove-addresses", "master>backup"],
    deadline: 4000 + DOWN_AT,
  },
  {
    name: "master: hears equal from its own address",
    before: MASTER,
    event: hear(100, 4000, OWN),
    state: "master",
    actions: ["warn"],
  },
  {
    name: "master: hears stronger",
    before: MASTER,
    event: hear(101, 4000, LOWER),
    state: "backup",
    actions: ["remove-addresses", "master>backup"],
  },
  {
    name: "master: hears priority 0",
    before: MASTER,
    event: hear(0, 4000),
    state: "master",
    actions: ["advert 100"],
    deadline: 5000,
  },
  {
    name: "master: hears weaker after its own stall",
    before: MASTER,
    event: hear(50, DOWN_AT + 3000),
    state: "backup",
    actions: ["remove-addresses", "master>backup"],
  },
  {
    name: "master: hears weaker after a shorter stall",
    before: MASTER,
    event: hear(50, DOWN_AT + 2999),
    state: "master",
    actions: ["heard-weaker", "advert 100", "garp 5"],
  },
  {
    name: "master: takeover",
    before: MASTER,
    event: takeover(4000),
    state: "master",
    actions: ["takeover.already-master"],
  },
  {
    name: "master: release",
    before: MASTER,
    event: release(4000),
    state: "master",
    actions: ["release.not-taken-over"],
  },
  { name: "master: the same link again", before: MASTER, event: link(4000, UP), state: "master", actions: NOTHING },
  {
    name: "master: link down",
    before: MASTER,
    event: link(4000, DOWN),
    state: "fault",
    actions: ["advert 0", "advert 0", "remove-addresses", "master>fault"],
  },
  {
    name: "master: stop",
    before: MASTER,
    event: { type: "stop", at: 4000, reason: "" },
    state: "initialize",
    actions: ["advert 0", "remove-addresses", "master>initialize"],
  },
  {
    name: "master: addresses lost",
    before: MASTER,
    event: lost(4000),
    state: "master",
    actions: ["add-addresses", "garp 5"],
  },
  {
    name: "master: lost again at once waits",
    before: [...MASTER, lost(4000)],
    event: lost(4001),
    state: "master",
    actions: NOTHING,
  },
  {
    name: "master: and is put back later",
    before: [...MASTER, tick(4610), lost(4700), lost(4701), tick(5610)],
    event: tick(5700),
    state: "master",
    actions: ["add-addresses", "garp 5"],
  },
  {
    name: "master: two owners, the one with the higher address stays",
    params: { priority: 255 },
    before: [START, tick(0)],
    event: hear(255, 10, LOWER),
    state: "master",
    actions: ["heard-weaker", "advert 255", "garp 5"],
  },
  {
    name: "master: two owners, the other gives the claim up",
    params: { priority: 255 },
    before: [START, tick(0)],
    event: hear(255, 10, HIGHER),
    state: "backup",
    actions: ["warn", "remove-addresses", "master>backup"],
  },

  {
    name: "taken over: the lease ends, and it stays master",
    before: [START, hear(150, 1000), takeover(1500), tick(2500), tick(3500), tick(4500), tick(5500)],
    event: tick(6500),
    state: "master",
    actions: ["takeover-ended lease-ended", "advert 100"],
  },
  {
    name: "taken over: adverts say 254",
    before: [START, hear(150, 1000), takeover(1500)],
    event: tick(2500),
    state: "master",
    actions: ["advert 254"],
  },
  {
    name: "taken over: the old master does not get it back by 150",
    before: [START, hear(150, 1000), takeover(1500)],
    event: hear(150, 1501),
    state: "master",
    actions: ["heard-weaker", "advert 254", "garp 5"],
  },
  {
    name: "taken over: an owner comes",
    before: [START, hear(150, 1000), takeover(1500)],
    event: hear(255, 2000),
    state: "backup",
    actions: ["remove-addresses", "master>backup", "takeover-ended yielded"],
  },
  {
    name: "taken over: another 254 at a higher address",
    before: [START, takeover(1500)],
    event: hear(254, 2000),
    state: "backup",
    actions: ["remove-addresses", "master>backup", "takeover-ended yielded"],
  },
  {
    name: "taken over: another 254 at a lower address",
    before: [START, takeover(1500)],
    event: hear(254, 2000, LOWER),
    state: "master",
    actions: ["heard-weaker", "advert 254", "garp 5"],
  },
  {
    name: "taken over: released",
    before: [START, takeover(1500)],
    event: release(2000),
    state: "master",
    actions: ["takeover-ended released"],
  },
  {
    name: "taken over and released: yields to the stronger one",
    before: [START, takeover(1500), release(2000)],
    event: hear(150, 2001),
    state: "backup",
    actions: ["remove-addresses", "master>backup"],
  },
  {
    name: "taken over: link down",
    before: [START, takeover(1500)],
    event: link(2000, DOWN),
    state: "fault",
    actions: ["advert 0", "advert 0", "remove-addresses", "takeover-ended fault", "master>fault"],
  },
  {
    name: "taken over: stop",
    before: [START, takeover(1500)],
    event: { type: "stop", at: 2000, reason: "" },
    state: "initialize",
    actions: ["advert 0", "remove-addresses", "takeover-ended stopped", "master>initialize"],
  },

  {
    name: "tracking: a lower priority is advertised from the next advert on",
    before: [...MASTER, adjust(4000, -50)],
    event: tick(DOWN_AT + 1000),
    state: "master",
    actions: ["advert 50"],
  },
  {
    name: "tracking: and makes this node yield",
    before: [...MASTER, adjust(4000, -50)],
    event: hear(90, 4100),
    state: "backup",
    actions: ["remove-addresses", "master>backup"],
  },
  {
    name: "tracking: never below 1",
    before: MASTER,
    event: adjust(4000, -200),
    state: "master",
    actions: ["priority 100>1"],
  },
  {
    name: "tracking: never above 254",
    before: [START],
    event: adjust(4000, 200),
    state: "backup",
    actions: ["priority 100>254"],
    deadline: DOWN_AT,
  },
  {
    name: "tracking: an owner stays one",
    params: { priority: 255 },
    before: [START, tick(0)],
    event: adjust(10, -50),
    state: "master",
    actions: NOTHING,
  },
  {
    name: "tracking: the same again",
    before: [...MASTER, adjust(4000, -50)],
    event: adjust(4001, -50),
    state: "master",
    actions: NOTHING,
  },
  {
    name: "tracking: before the start it counts from the start",
    before: [adjust(0, 20)],
    event: START,
    state: "backup",
    actions: ["initialize>backup"],
    deadline: 3000 + ((256 - 120) / 256) * 1000,
  },
  {
    name: "fault: adverts are nothing",
    before: [START, link(10, DOWN)],
    event: hear(50, 20),
    state: "fault",
    actions: NOTHING,
  },
  {
    name: "fault: ticks are nothing",
    before: [START, link(10, DOWN)],
    event: tick(99_999),
    state: "fault",
    actions: NOTHING,
  },
  {
    name: "fault: the same problem again",
    before: [START, link(10, DOWN)],
    event: link(20, DOWN),
    state: "fault",
    actions: NOTHING,
  },
  {
    name: "fault: another problem",
    before: [START, link(10, DOWN)],
    event: { type: "link", at: 20, link: { usable: false, problem: "there is no interface eth0" } },
    state: "fault",
    actions: ["warn"],
  },
  {
    name: "fault: takeover",
    before: [START, link(10, DOWN)],
    event: takeover(20),
    state: "fault",
    actions: ["takeover.in-fault"],
  },
  {
    name: "fault: link up",
    before: [START, link(10, DOWN)],
    event: link(1000, UP),
    state: "backup",
    actions: ["fault>backup"],
    deadline: 1000 + DOWN_AT,
  },
  {
    name: "fault: an owner waits one interval and skew",
    params: { priority: 255 },
    before: [START, link(10, DOWN)],
    event: link(1000, UP),
    state: "backup",
    actions: ["fault>backup"],
    deadline: 2003.90625,
  },
  {
    name: "fault: stop",
    before: [START, link(10, DOWN)],
    event: { type: "stop", at: 20, reason: "" },
    state: "initialize",
    actions: ["fault>initialize"],
  },
];

describe("one event, from a state that earlier events made", () => {
  test.each(rows)("$name", ({ params, before, event, state, actions, deadline }) => {
    const reached = run(testParams(params), [...before, event]);
    expect(reached.state.phase.name).toBe(state);
    expect(reached.actions.map(short)).toEqual(actions);
    if (deadline !== undefined) expect(nextDeadline(reached.state)).toBe(deadline);
  });
});

describe("garp timers", () => {
  const garp = {
    repeat: 5,
    delay: millis(5000),
    refresh: millis(60_000),
    refreshRepeat: 2,
    lowerPriorityRepeat: 3,
    lowerPriorityDelay: millis(300),
  };

  test("second burst, refresh and the burst after a weaker master come when they are due", () => {
    const params = testParams({ garp, advertInterval: millis(100_000) });
    let state = initialState(params, 0);
    const seen: string[] = [];
    const feed = (event: RouterEvent): void => {
      const taken = step(params, state, event);
      state = taken.state;
      for (const action of taken.actions) {
        if (action.type === "send-garp") seen.push(`${event.at} ${action.reason} x${action.repeat}`);
      }
    };
    feed(START);
    feed(takeover(0));
    feed(hear(50, 1000));
    while (nextDeadline(state) < 130_000) feed(tick(nextDeadline(state)));
    expect(seen).toEqual([
      "0 transition x5",
      "1000 lower priority x3",
      "1300 lower priority x3",
      "5000 second burst x5",
      "60000 refresh x2",
      "120000 refresh x2",
    ]);
  });
});

test("an event never changes the state it was given", () => {
  for (const before of [[], [START], MASTER, [START, link(1, DOWN)], [START, takeover(1)]]) {
    const { state } = run(testParams(), before);
    for (const event of ALL_EVENTS(10_000)) {
      const copy = structuredClone(state);
      const first = step(testParams(), state, event);
      expect(state).toEqual(copy);
      expect(step(testParams(), state, event)).toEqual(first);
    }
  }
});
