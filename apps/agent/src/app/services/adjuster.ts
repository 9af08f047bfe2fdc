/**
 * After a long run the next one that nobody waits for comes no sooner than so many times its length, at most so many
 * milliseconds: thousands of changes that come one by one leave most of the time for the checks.
 */
const LONG_RUN_MS = 20;
const REST_FACTOR = 4;
const LONGEST_REST_MS = 500;

/** Runs `adjust` at most once at a time; what changes meanwhile, however much, becomes one more run. */
export interface Adjuster {
  /** After this turn of the event loop, so that all that changes in one turn is one batch for the kernel. */
  soon(): void;
  /** Resolves with the answer of a run that began after this call. */
  now(): Promise<string | null>;
}

/** `clock` is monotonic, in milliseconds. */
export const createAdjuster = (
  adjust: () => Promise<string | null>,
  isStopping: () => boolean,
  clock: () => number,
): Adjuster => {
  let running: Promise<string | null> | null = null;
  let next: Promise<string | null> | null = null;

  let restUntil = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;

  const run = async (): Promise<string | null> => {
    if (isStopping()) return "the agent is stopping";
    const began = clock();
    try {
      return await adjust();
    } finally {
      const took = clock() - began;
      if (took >= LONG_RUN_MS) restUntil = began + took + Math.min(REST_FACTOR * took, LONGEST_REST_MS);
    }
  };

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  const now = (): Promise<string | null> => {
    if (next) return next;
    const before = running;
    next = (before ? before.catch(() => null).then(turn) : turn()).then(() => {
      running = next;
      next = null;
      return run();
    });
    return next;
  };

  const afterRest = (): void => {
    timer = null;
    now().catch(() => {});
  };

  return {
    soon: () => {
      if (timer) return;
      const rest = Math.ceil(restUntil - clock());
      if (rest <= 0) now().catch(() => {});
      else timer = setTimeout(afterRest, rest);
    },
    now,
  };
};
