import { millis } from "@baton/shared/base/duration.ts";
import { describe, expect, test } from "vitest";
import type { RouterEvent } from "./event.ts";
import { nextDeadline } from "./next-deadline.ts";
import { initialState, step } from "./step.ts";
import { testParams } from "./testing/params.ts";
import {
  adjust,
  DOWN,
  DOWN_AT,
  HIGHER,
  hear,
  LISTENING,
  LOWER,
  link,
  lost,
  MASTER,
  NOTHING,
  OWN,
  outcomeOf,
  type Row,
  release,
  START,
  takeover,
  tick,
  UP,
  wantedOf,
} from "./testing/steps.ts";

describe("one event of a master", () => {
  const rows: readonly Row[] = [
    { name: "too early", before: MASTER, event: tick(DOWN_AT + 999), state: "master", actions: NOTHING },
    {
      name: "advert",
      before: MASTER,
      event: tick(DOWN_AT + 1000),
      state: "master",
      actions: ["advert 100"],
      deadline: DOWN_AT + 2000,
    },
    {
      name: "a little late keeps the beat",
      before: MASTER,
      event: tick(DOWN_AT + 1100),
      state: "master",
      actions: ["advert 100"],
      deadline: DOWN_AT + 2000,
    },
    {
      name: "late by more than a beat begins a new one",
      before: MASTER,
      event: tick(DOWN_AT + 2500),
      state: "master",
      actions: ["advert 100"],
      deadline: DOWN_AT + 3500,
    },
    {
      name: "as late as the others wait, and nobody was heard",
      before: MASTER,
      event: tick(DOWN_AT + DOWN_AT),
      state: "master",
      actions: ["advert 100"],
    },
    {
      name: "later than the others wait says nothing, and listens for one interval and the skew",
      before: MASTER,
      event: tick(DOWN_AT + DOWN_AT + 1),
      state: "master",
      actions: ["warn"],
      deadline: 2 * DOWN_AT + 1 + 1609.375,
    },
    {
      name: "hears weaker",
      before: MASTER,
      event: hear(99, 4000),
      state: "master",
      actions: ["heard-weaker", "advert 100", "garp 5"],
      deadline: 5000,
    },
    {
      name: "hears equal from a lower address",
      before: MASTER,
      event: hear(100, 4000, LOWER),
      state: "master",
      actions: ["heard-weaker", "advert 100", "garp 5"],
    },
    {
      name: "hears equal from a higher address",
      before: MASTER,
      event: hear(100, 4000),
      state: "backup",
      actions: ["remove-addresses", "master>backup"],
      deadline: 4000 + DOWN_AT,
    },
    {
      name: "hears equal from its own address",
      before: MASTER,
      event: hear(100, 4000, OWN),
      state: "master",
      actions: ["warn"],
    },
    {
      name: "hears stronger",
      before: MASTER,
      event: hear(101, 4000, LOWER),
      state: "backup",
      actions: ["remove-addresses", "master>backup"],
    },
    {
      name: "hears priority 0",
      before: MASTER,
      event: hear(0, 4000),
      state: "master",
      actions: ["advert 100"],
      deadline: 5000,
    },
    {
      name: "hears weaker after its own stall",
      before: MASTER,
      event: hear(50, DOWN_AT + 3000),
      state: "backup",
      actions: ["remove-addresses", "master>backup"],
    },
    {
      name: "hears weaker after a shorter stall",
      before: MASTER,
      event: hear(50, DOWN_AT + 2999),
      state: "master",
      actions: ["heard-weaker", "advert 100", "garp 5"],
    },
    {
      name: "takeover",
      before: MASTER,
      event: takeover(4000),
      state: "master",
      actions: ["takeover.already-master"],
    },
    {
      name: "release",
      before: MASTER,
      event: release(4000),
      state: "master",
      actions: ["release.not-taken-over"],
    },
    { name: "the same link again", before: MASTER, event: link(4000, UP), state: "master", actions: NOTHING },
    {
      name: "link down",
      before: MASTER,
      event: link(4000, DOWN),
      state: "fault",
      actions: ["advert 0", "advert 0", "remove-addresses", "master>fault"],
    },
    {
      name: "stop",
      before: MASTER,
      event: { type: "stop", at: 4000, reason: "" },
      state: "initialize",
      actions: ["advert 0", "remove-addresses", "master>initialize"],
    },
    {
      name: "addresses lost",
      before: MASTER,
      event: lost(4000),
      state: "master",
      actions: ["add-addresses", "garp 5"],
    },
    {
      name: "lost again at once waits",
      before: [...MASTER, lost(4000)],
      event: lost(4001),
      state: "master",
      actions: NOTHING,
    },
    {
      name: "and is put back later",
      before: [...MASTER, tick(4610), lost(4700), lost(4701), tick(5610)],
      event: tick(5700),
      state: "master",
      actions: ["add-addresses", "garp 5"],
    },
    {
      name: "two owners, the one with the higher address stays",
      params: { priority: 255 },
      before: [START, tick(0)],
      event: hear(255, 10, LOWER),
      state: "master",
      actions: ["heard-weaker", "advert 255", "garp 5"],
    },
    {
      name: "two owners, the other gives the claim up",
      params: { priority: 255 },
      before: [START, tick(0)],
      event: hear(255, 10, HIGHER),
      state: "backup",
      actions: ["warn", "remove-addresses", "master>backup"],
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
  ];

  test.each(rows)("$name", (row) => {
    expect(outcomeOf(row)).toEqual(wantedOf(row));
  });
});

describe("one event of a master that listens after a stall", () => {
  const rows: readonly Row[] = [
    {
      name: "not yet",
      before: LISTENING,
      event: tick(DOWN_AT + 5500 + 1600),
      state: "master",
      actions: NOTHING,
      deadline: DOWN_AT + 5500 + 1609.375,
    },
    {
      name: "nobody was heard, and it speaks again",
      before: LISTENING,
      event: tick(DOWN_AT + 5500 + 1609.375),
      state: "master",
      actions: ["advert 100", "garp 5"],
      deadline: DOWN_AT + 5500 + 2609.375,
    },
    {
      name: "a lease that ended meanwhile ends with it",
      before: [START, takeover(5), tick(6000)],
      event: tick(7700),
      state: "master",
      actions: ["takeover-ended lease-ended", "advert 100", "garp 5"],
      deadline: 8700,
    },
    {
      name: "a weaker one is heard, and has it",
      before: LISTENING,
      event: hear(50, DOWN_AT + 5600),
      state: "backup",
      actions: ["remove-addresses", "master>backup"],
      deadline: DOWN_AT + 5600 + DOWN_AT,
    },
    {
      name: "a stronger one is heard",
      before: LISTENING,
      event: hear(101, DOWN_AT + 5600),
      state: "backup",
      actions: ["remove-addresses", "master>backup"],
    },
    {
      name: "another one resigns",
      before: LISTENING,
      event: hear(0, DOWN_AT + 5600),
      state: "master",
      actions: ["advert 100", "garp 5"],
      deadline: DOWN_AT + 6600,
    },
    {
      name: "addresses that are missing wait",
      before: LISTENING,
      event: lost(DOWN_AT + 5600),
      state: "master",
      actions: NOTHING,
    },
    {
      name: "stop",
      before: LISTENING,
      event: { type: "stop", at: DOWN_AT + 5600, reason: "" },
      state: "initialize",
      actions: ["advert 0", "remove-addresses", "master>initialize"],
    },
  ];

  test.each(rows)("$name", (row) => {
    expect(outcomeOf(row)).toEqual(wantedOf(row));
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
