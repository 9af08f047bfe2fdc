import type { Checker } from "@baton/shared/config/model.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import type { Prober } from "../../ports/prober.ts";
import { probeTcp } from "./tcp.ts";

/** Runs probes, at most `limit` at once; the others wait in order. Each checker has one probe at a time, so the
 * queue is bounded by the configuration. */
export const createProber = (limit: number): Prober => {
  const ending = new AbortController();
  const waiting: (() => void)[] = [];
  let running = 0;

  const release = (): void => {
    running -= 1;
    waiting.shift()?.();
  };

  const enter = (): Promise<void> | null => {
    if (running < limit) {
      running += 1;
      return null;
    }
    return new Promise((resolve) => {
      waiting.push(() => {
        running += 1;
        resolve();
      });
    });
  };

  const run = (checker: Checker): Promise<ProbeOutcome> => probeTcp(checker, ending.signal);

  return {
    probe: async (checker) => {
      await enter();
      try {
        return await run(checker);
      } finally {
        release();
      }
    },
    close: () => ending.abort(),
  };
};
