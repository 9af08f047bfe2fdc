import type { ProbeFailure, ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { classifyFailure, TIMED_OUT } from "./classify.ts";

/** Ends a probe; the first call counts. */
export type EndProbe = (outcome: ProbeOutcome) => void;

export const CALLED_OFF: ProbeFailure = { ok: false, kind: "other", reason: "the probe was called off" };

/**
 * Runs a probe that must end: by itself, after `ms`, or when it is called off. `begin` answers with what puts back
 * what it opened, which is called once at the end. Never rejects.
 */
export const probeWithin = (
  ms: number,
  signal: AbortSignal,
  begin: (end: EndProbe) => () => void,
  onTimeout: ProbeOutcome = TIMED_OUT,
): Promise<ProbeOutcome> =>
  new Promise((resolve) => {
    let release: (() => void) | null = null;
    let over = false;
    const end: EndProbe = (outcome) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
      release?.();
      resolve(outcome);
    };
    const abort = (): void => end(CALLED_OFF);
    const timer = setTimeout(() => end(onTimeout), ms);
    signal.addEventListener("abort", abort);
    if (signal.aborted) return abort();
    try {
      release = begin(end);
    } catch (error) {
      end(classifyFailure(error as NodeJS.ErrnoException));
    }
    // It may have ended while it began.
    if (over) release?.();
  });
