import { describe, expect, test } from "vitest";
import {
  adjust,
  DOWN,
  DOWN_AT,
  hear,
  link,
  NOTHING,
  outcomeOf,
  type Row,
  START,
  takeover,
  UP,
  wantedOf,
} from "./testing/steps.ts";

describe("one event before the first start", () => {
  const rows: readonly Row[] = [
    { name: "start", before: [], event: START, state: "backup", actions: ["initialize>backup"], deadline: DOWN_AT },
    {
      name: "start without interface",
      before: [],
      event: { type: "start", at: 0, link: DOWN },
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
      name: "an advert is nothing",
      before: [],
      event: hear(255, 1),
      state: "initialize",
      actions: NOTHING,
    },
    {
      name: "a link is nothing",
      before: [],
      event: link(1, UP),
      state: "initialize",
      actions: NOTHING,
    },
    {
      name: "a takeover is refused",
      before: [],
      event: takeover(1),
      state: "initialize",
      actions: ["takeover.not-backup"],
    },
    {
      name: "a stop is nothing",
      before: [],
      event: { type: "stop", at: 1, reason: "" },
      state: "initialize",
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
  ];

  test.each(rows)("$name", (row) => {
    expect(outcomeOf(row)).toEqual(wantedOf(row));
  });
});
