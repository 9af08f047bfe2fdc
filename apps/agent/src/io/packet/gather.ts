/** Makes of many wake-ups for one packet each a few for several: a wake-up costs more than reading a packet. */
export interface Gather {
  /** To be called at every wake-up by the socket, when everything has been read. */
  woke(): void;
  close(): void;
}

export interface GatherOptions {
  readonly now: () => number;
  /** No wake-ups by the socket until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Hands out what has come. */
  readonly read: () => void;
  /** Packets that have been handed out so far, by whatever way. */
  readonly count: () => number;
  /** How long, in milliseconds, packets may be left to gather. */
  readonly patience: () => number;
}

const WINDOW_MS = 100;
/** With fewer in a window every packet is heard at once. */
const MANY = 20;

export const createGather = ({ now, pause, resume, read, count, patience }: GatherOptions): Gather => {
  let windowAt = now();
  let wakeUps = 0;
  let countAt = 0;
  let timer: NodeJS.Timeout | null = null;

  /** While many come the socket wakes nobody up: the timer alone does, and reads. */
  const look = (): void => {
    timer = setTimeout(look, patience());
    read();
    // What was read may have been the end.
    if (timer === null) return;
    const at = now();
    if (at - windowAt < WINDOW_MS) return;
    const came = count() - countAt;
    windowAt = at;
    countAt += came;
    if (came >= MANY) return;
    close();
    wakeUps = 0;
    resume();
  };
  const close = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  return {
    woke: () => {
      wakeUps++;
      const at = now();
      if (at - windowAt < WINDOW_MS || timer) return;
      const many = wakeUps >= MANY && at - windowAt < 2 * WINDOW_MS;
      windowAt = at;
      wakeUps = 0;
      if (!many) return;
      countAt = count();
      pause();
      timer = setTimeout(look, patience());
    },
    close,
  };
};
