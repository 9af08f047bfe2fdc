/** Makes of many wake-ups for one packet each a few for several: a wake-up costs more than reading a packet. */
export interface Gather {
  /** To be called at every wake-up, when everything has been read. */
  woke(): void;
  close(): void;
}

export interface GatherOptions {
  readonly now: () => number;
  /** No wake-ups until `resume`. */
  readonly pause: () => void;
  readonly resume: () => void;
}

const WINDOW_MS = 100;
/** With fewer wake-ups in a window every packet is heard at once. */
const MANY = 20;
/** How long packets are left to gather; a planned hand-over lasts longer, and nobody is judged unheard. */
const PAUSE_MS = 4;

export const createGather = ({ now, pause, resume }: GatherOptions): Gather => {
  let windowAt = now();
  let wakeUps = 0;
  let many = false;
  let timer: NodeJS.Timeout | null = null;
  return {
    woke: () => {
      const at = now();
      if (at - windowAt >= WINDOW_MS) {
        many = wakeUps >= MANY && at - windowAt < 2 * WINDOW_MS;
        windowAt = at;
        wakeUps = 0;
      }
      wakeUps++;
      if (!many || timer) return;
      pause();
      timer = setTimeout(() => {
        timer = null;
        resume();
      }, PAUSE_MS);
    },
    close: () => {
      if (timer) clearTimeout(timer);
      timer = null;
    },
  };
};
