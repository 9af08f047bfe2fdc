/** Lets the same text through once a minute, so that a chatty neighbour can't fill the disk. */
export interface RateLimit {
  allows(text: string, at: number): boolean;
}

const PAUSE_MS = 60_000;
const MAX_TEXTS = 256;

export const createRateLimit = (): RateLimit => {
  const last = new Map<string, number>();
  return {
    allows: (text, at) => {
      const before = last.get(text);
      if (before !== undefined && at - before < PAUSE_MS) return false;
      if (last.size >= MAX_TEXTS) last.clear();
      last.set(text, at);
      return true;
    },
  };
};
