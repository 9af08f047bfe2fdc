import type { Clock } from "../ports/clock.ts";

/** setTimeout fires at once when asked for more than this; a longer wait is taken in pieces. */
const LONGEST_TIMER_MS = 2_000_000_000;

const wakeAt = (at: number, wake: () => void): (() => void) => {
  const look = (): NodeJS.Timeout => {
    const left = at - Date.now();
    const next = left > LONGEST_TIMER_MS ? () => (timer = look()) : wake;
    return setTimeout(next, Math.min(Math.max(0, Math.ceil(left)), LONGEST_TIMER_MS));
  };
  let timer = look();
  return () => clearTimeout(timer);
};

export const systemClock: Clock = { now: () => Date.now(), wakeAt };
