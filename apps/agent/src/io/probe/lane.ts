/** Lets at most `limit` through at once; the others wait in order. */
export interface Lane {
  run<T>(work: () => Promise<T>): Promise<T>;
}

export const createLane = (limit: number): Lane => {
  const waiting: (() => void)[] = [];
  let running = 0;

  const enter = (): Promise<void> | null => {
    if (running < limit) {
      running += 1;
      return null;
    }
    return new Promise((resolve) => waiting.push(resolve));
  };

  /** A place that is passed on stays taken. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };

  return {
    run: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};
