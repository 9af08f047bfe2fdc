import { connect } from "node:net";
import { longestGap, type Success } from "./gaps.ts";
import type { ProbeSummary } from "./protocol.ts";

/** Attempts under way at once; beyond that a turn is skipped, which only makes a gap look longer. */
const MAX_OUTSTANDING = 200;
const ATTEMPT_TIMEOUT_MS = 2000;

export interface Probe {
  stop(): ProbeSummary;
}

/** Resolves with null when the server spoke, else with a word for the failure. */
const attempt = (host: string, port: number): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (outcome: string | null): void => {
      socket.destroyed || socket.resetAndDestroy();
      resolve(outcome);
    };
    socket.setTimeout(ATTEMPT_TIMEOUT_MS, () => end("timeout"));
    socket.once("data", () => end(null));
    socket.once("end", () => end("closed"));
    socket.once("error", (error: NodeJS.ErrnoException) => end(error.code ?? "error"));
  });

/**
 * A client that comes anew every `intervalMs`, whether or not earlier attempts are still waiting. It shares nothing
 * with the agents' own witness, so that one can be held against the other.
 */
export const startProbe = (host: string, port: number, intervalMs: number): Probe => {
  const successes: Success[] = [];
  const failures: Record<string, number> = {};
  let attempts = 0;
  let outstanding = 0;

  const once = async (): Promise<void> => {
    if (outstanding >= MAX_OUTSTANDING) return;
    attempts += 1;
    outstanding += 1;
    const start = performance.now();
    const failure = await attempt(host, port);
    outstanding -= 1;
    if (failure === null) successes.push({ start, end: performance.now() });
    else failures[failure] = (failures[failure] ?? 0) + 1;
  };

  const timer = setInterval(() => void once(), intervalMs);
  void once();
  return {
    stop: () => {
      clearInterval(timer);
      const gap = longestGap(successes, performance.now());
      return { attempts, succeeded: successes.length, failures: { ...failures }, longestGapMs: gap?.ms ?? null };
    },
  };
};
