import type { RouterState } from "./state.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** When this router next wants a tick (monotonic milliseconds); Infinity when it waits for events only. */
export const nextDeadline = ({ phase }: RouterState): number => {
  if (phase.name === "backup") return phase.masterDownAt;
  if (phase.name !== "master") return Number.POSITIVE_INFINITY;
  const { advertAt, secondGarpAt, refreshGarpAt, lowerGarpAt, takeoverUntil, restoreAt } = phase;
  return Math.min(
    advertAt,
    secondGarpAt ?? NEVER,
    refreshGarpAt ?? NEVER,
    lowerGarpAt ?? NEVER,
    takeoverUntil ?? NEVER,
    restoreAt ?? NEVER,
  );
};
