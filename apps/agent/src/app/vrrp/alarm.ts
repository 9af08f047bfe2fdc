/** The one timer of the process: rings once, at or just after the time it was last set to. */
export interface Alarm {
  /** Monotonic milliseconds; Infinity: never. */
  set(at: number): void;
}

/** setTimeout takes no more, and would ring at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

export const createAlarm = (now: () => number, ring: () => void): Alarm => {
  let timer: NodeJS.Timeout | null = null;
  let setTo = Number.POSITIVE_INFINITY;
  const fire = (): void => {
    timer = null;
    setTo = Number.POSITIVE_INFINITY;
    ring();
  };
  return {
    set: (at) => {
      if (at === setTo) return;
      if (timer) clearTimeout(timer);
      setTo = at;
      timer =
        at === Number.POSITIVE_INFINITY
          ? null
          : setTimeout(fire, Math.min(Math.max(0, Math.ceil(at - now())), MAX_DELAY_MS));
    },
  };
};
