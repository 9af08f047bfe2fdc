/** Runs `adjust` at most once at a time; what changes meanwhile, however much, becomes one more run. */
export interface Adjuster {
  /** After this turn of the event loop, so that all that changes in one turn is one batch for the kernel. */
  soon(): void;
  /** Resolves with the answer of a run that began after this call. */
  now(): Promise<string | null>;
}

export const createAdjuster = (adjust: () => Promise<string | null>, isStopping: () => boolean): Adjuster => {
  let running: Promise<string | null> | null = null;
  let next: Promise<string | null> | null = null;

  const run = async (): Promise<string | null> => {
    if (isStopping()) return "the agent is stopping";
    return adjust();
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

  return {
    soon: () => {
      now().catch(() => {});
    },
    now,
  };
};
