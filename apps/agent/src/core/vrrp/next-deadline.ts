import type { RouterState } from "./state.ts";

/** When this router next wants a tick (monotonic milliseconds); Infinity when it waits for events only. */
export const nextDeadline = ({ phase }: RouterState): number => {
  if (phase.name === "backup") return phase.masterDownAt;
  if (phase.name !== "master") return Number.POSITIVE_INFINITY;
  const due = [phase.advertAt, phase.secondGarpAt, phase.refreshGarpAt, phase.lowerGarpAt, phase.takeoverUntil];
  return Math.min(...[...due, phase.restoreAt].map((at) => at ?? Number.POSITIVE_INFINITY));
};
