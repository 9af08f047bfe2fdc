import type { Clock } from "../ports/clock.ts";

/** setTimeout fires at once when asked for more than this; a longer wait is taken in pieces. */
const LONGEST_TIMER_MS = 2_000_000_000;

/**
 * After its timer a wake-up waits for one look at the sockets: a process that was held up runs its timers first, and
 * would otherwise judge that an answer has not come which lies there unread.
 */
const wakeAt = (at: number, wake: () => void): (() => void) => {
  let input: NodeJS.Immediate | undefined;
  const afterInput = (): void => {
    input = setImmediate(wake);
  };
  const look = (): NodeJS.Timeout => {
    const left = at - Date.now();
    const next = left > LONGEST_TIMER_MS ? () => (timer = look()) : afterInput;
    return setTimeout(next, Math.min(Math.max(0, Math.ceil(left)), LONGEST_TIMER_MS));
  };
  let timer = look();
  return () => {
    clearTimeout(timer);
    clearImmediate(input);
  };
};

export const systemClock: Clock = { now: () => Date.now(), wakeAt };
