import { describe, expect, test } from "vitest";
import {
  DOWN,
  DOWN_AT,
  hear,
  link,
  NOTHING,
  outcomeOf,
  type Row,
  START,
  takeover,
  tick,
  UP,
  wantedOf,
} from "./testing/steps.ts";

describe("one event in fault", () => {
  const rows: readonly Row[] = [
    {
      name: "adverts are nothing",
      before: [START, link(10, DOWN)],
      event: hear(50, 20),
      state: "fault",
      actions: NOTHING,
    },
    {
      name: "ticks are nothing",
      before: [START, link(10, DOWN)],
      event: tick(99_999),
      state: "fault",
      actions: NOTHING,
    },
    {
      name: "the same problem again",
      before: [START, link(10, DOWN)],
      event: link(20, DOWN),
      state: "fault",
      actions: NOTHING,
    },
    {
      name: "another problem",
      before: [START, link(10, DOWN)],
      event: { type: "link", at: 20, link: { usable: false, problem: "there is no interface eth0" } },
      state: "fault",
      actions: ["warn"],
    },
    {
      name: "takeover",
      before: [START, link(10, DOWN)],
      event: takeover(20),
      state: "fault",
      actions: ["takeover.in-fault"],
    },
    {
      name: "link up",
      before: [START, link(10, DOWN)],
      event: link(1000, UP),
      state: "backup",
      actions: ["fault>backup"],
      deadline: 1000 + DOWN_AT,
    },
    {
      name: "an owner waits one interval and skew",
      params: { priority: 255 },
      before: [START, link(10, DOWN)],
      event: link(1000, UP),
      state: "backup",
      actions: ["fault>backup"],
      deadline: 2003.90625,
    },
    {
      name: "stop",
      before: [START, link(10, DOWN)],
      event: { type: "stop", at: 20, reason: "" },
      state: "initialize",
      actions: ["fault>initialize"],
    },
  ];

  test.each(rows)("$name", (row) => {
    expect(outcomeOf(row)).toEqual(wantedOf(row));
  });
});
