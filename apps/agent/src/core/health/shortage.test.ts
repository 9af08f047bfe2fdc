import { expect, test } from "vitest";
import { NO_SHORTAGE, stepShortage } from "./shortage.ts";

const OVER = "no probe waits for a file descriptor any longer";

/** What is said at each step: [milliseconds, why no probe could be started, probes that wait]. */
const said = (steps: readonly (readonly [at: number, reason: string | null, waiting: number])[]) => {
  let shortage = NO_SHORTAGE;
  return steps.map(([at, reason, waiting]) => {
    const step = stepShortage(shortage, reason, { waiting, underWay: 7 }, at);
    shortage = step.shortage;
    return step.says;
  });
};

test.each([
  { name: "nothing is short", steps: [[0, null, 0]], says: [null] },
  { name: "probes that wait their turn are no shortage", steps: [[0, null, 9]], says: [null] },
  {
    name: "its begin and its end are told, once each",
    steps: [
      [0, "full", 3],
      [10, "full", 2],
      [20, null, 0],
      [30, null, 0],
    ],
    says: ["full; with 7 connections under way, 3 probes wait", null, OVER, null],
  },
  {
    name: "it is not over while any probe waits",
    steps: [
      [0, "full", 3],
      [10, null, 1],
      [20, null, 0],
    ],
    says: ["full; with 7 connections under way, 3 probes wait", null, OVER],
  },
  {
    name: "another reason meanwhile is no other shortage",
    steps: [
      [0, "full", 1],
      [10, "no file", 1],
    ],
    says: ["full; with 7 connections under way, 1 probes wait", null],
  },
  {
    name: "one that comes back within a minute is passed over, and so is its end",
    steps: [
      [0, "full", 1],
      [10, null, 0],
      [59_999, "full", 1],
      [60_005, null, 0],
    ],
    says: ["full; with 7 connections under way, 1 probes wait", OVER, null, null],
  },
  {
    name: "one that comes back later is told again",
    steps: [
      [0, "full", 1],
      [10, null, 0],
      [60_000, "full", 2],
    ],
    says: [
      "full; with 7 connections under way, 1 probes wait",
      OVER,
      "full; with 7 connections under way, 2 probes wait",
    ],
  },
] as const)("$name", ({ steps, says }) => {
  expect(said(steps)).toEqual(says);
});
