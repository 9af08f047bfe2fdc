import type { RouterState } from "./state.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** When this router next wants a tick (monotonic milliseconds); Infinity when it waits for events only. */
export const nextDeadline = ({ phase }: RouterState): number => {
  if (phase.name === "backup") return phase.masterDownAt;
  if (phase.name !== "master") return NEVER;
  if (phase.listenUntil !== null) return phase.listenUntil;
  const { advertAt, secondGarpAt, refreshGarpAt, extraGarpAt, lowerGarpAt, takeoverUntil, restoreAt } = phase;
  return Math.min(
    advertAt,
    secondGarpAt ?? NEVER,
    refreshGarpAt ?? NEVER,
    extraGarpAt ?? NEVER,
    lowerGarpAt ?? NEVER,
    takeoverUntil ?? NEVER,
    restoreAt ?? NEVER,
  );
};

/** Timers count whole milliseconds and come late rather than early. */
export const HEAD_START_MS = 2;

/** When to be awake for it: before a backup's timer ends, because every client waits for that. */
export const wakeUpAt = (state: RouterState, deadline = nextDeadline(state)): number =>
  deadline - (state.phase.name === "backup" ? HEAD_START_MS : 0);
