/** Makes of many wake-ups for one packet each a few for several: a wake-up costs more than reading a packet. */
export interface Gather {
  /** To be called at every wake-up by the socket, when everything has been read. */
  woke(): void;
  /** Something came that must not wait: from now on every packet is heard at once again, until they are many anew. */
  hurry(): void;
  close(): void;
}

export interface GatherOptions {
  readonly now: () => number;
  /** No wake-ups by the socket until `resume`. False: that can't be done. */
  readonly pause: () => boolean;
  readonly resume: () => void;
  /** Hands out what has come. */
  readonly read: () => void;
  /** Packets that have been handed out so far, by whatever way. */
  readonly count: () => number;
  /** How long, in milliseconds, packets may be left to gather. */
  readonly patience: () => number;
}

const WINDOW_MS = 100;
/** So many for one reading are worth gathering, and fewer than the other number no longer are. */
const WORTH_BEGINNING = 4;
const WORTH_GOING_ON = 2;

export const createGather = ({ now, pause, resume, read, count, patience }: GatherOptions): Gather => {
  let windowAt = now();
  let wakeUps = 0;
  let countAt = 0;
  let timer: NodeJS.Timeout | null = null;

  /** While many come the socket wakes nobody up: the timer alone does, and reads. */
  const look = (): void => {
    const wait = patience();
    timer = setTimeout(look, wait);
    read();
    // What was read may have been the end.
    if (timer === null) return;
    const at = now();
    if (at - windowAt < WINDOW_MS) return;
    const came = count() - countAt;
    const isWorthIt = (came * wait) / (at - windowAt) >= WORTH_GOING_ON;
    windowAt = at;
    countAt += came;
    if (!isWorthIt) stop();
  };
  const close = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
  };
  const stop = (): void => {
    close();
    wakeUps = 0;
    windowAt = now();
    resume();
  };
  return {
    woke: () => {
      wakeUps++;
      const at = now();
      if (at - windowAt < WINDOW_MS || timer) return;
      const passed = at - windowAt;
      const many = passed < 2 * WINDOW_MS && (wakeUps * patience()) / passed >= WORTH_BEGINNING;
      windowAt = at;
      wakeUps = 0;
      if (!many || !pause()) return;
      countAt = count();
      timer = setTimeout(look, patience());
    },
    hurry: () => {
      if (timer) stop();
    },
    close,
  };
};
