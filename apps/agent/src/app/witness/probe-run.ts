import type { ProbeReport } from "@baton/shared/contract/commands.ts";
import type { Endpoint } from "@baton/shared/net/endpoint.ts";
import { beginLog, endLog, noteLag, type ProbeLog, record } from "../../core/witness/probe-log.ts";
import { beginSteadiness, isSteady, noteOutcome } from "../../core/witness/steadiness.ts";
import { probeClock, type RunningProbe, startProbe } from "../../io/witness/greeting-probe.ts";

export interface ProbeRunOptions {
  readonly probeId: string;
  readonly target: Endpoint;
  readonly intervalMs: number;
  readonly maxDurationMs: number;
  /** Called after every probe. `measuring`: the warm-up is over. */
  readonly onOutcome?: (ok: boolean, reason: string, measuring: boolean) => void;
  /** Probes until the witness is steady, for this long at most, before what counts begins. */
  readonly warmUpMs?: number;
}

export interface ProbeRun {
  /** The report, final once the run has ended. */
  report(): ProbeReport;
  stop(): void;
  ended(): boolean;
}

/** Shorter than the kernel's first repeat of a SYN (1 s), so that a fresh probe is never behind an old one. */
const TIMEOUT_MS = 900;
const MAX_OUTSTANDING = 1000;

/** A new probe every interval, whatever became of those before. What came before the end of the warm-up is forgotten. */
export const startProbeRun = (options: ProbeRunOptions): ProbeRun => {
  const startedAt = probeClock();
  const outstanding = new Set<RunningProbe>();
  let log: ProbeLog = beginLog(startedAt);
  let endedAt: number | null = null;
  let timer: NodeJS.Timeout | null = null;
  let count = 0;
  let intervalMs = options.intervalMs;
  /** The schedule: probe number `count` is due at `scheduleStart + count * intervalMs`. */
  let scheduleStart = startedAt;
  let steadiness = beginSteadiness(startedAt, intervalMs);
  let measuring = options.warmUpMs === undefined;

  const warmUp = (ok: boolean): void => {
    const now = probeClock();
    steadiness = noteOutcome(steadiness, ok, now);
    if (steadiness.intervalMs !== intervalMs) {
      intervalMs = steadiness.intervalMs;
      scheduleStart = now;
      count = 0;
    }
    if (!ok || (!isSteady(steadiness, now) && now - startedAt < (options.warmUpMs ?? 0))) return;
    measuring = true;
    log = beginLog(now);
  };

  const launch = (): void => {
    if (outstanding.size >= MAX_OUTSTANDING) {
      const now = probeClock();
      log = record(log, { ok: false, start: now, end: now, failure: "other" });
      return;
    }
    const probe = startProbe(options.target, TIMEOUT_MS, (outcome, reason) => {
      outstanding.delete(probe);
      if (endedAt !== null) return;
      if (measuring) log = record(log, outcome);
      else warmUp(outcome.ok);
      options.onOutcome?.(outcome.ok, reason, measuring);
    });
    outstanding.add(probe);
  };

  const tick = (): void => {
    const now = probeClock();
    if (now - startedAt >= options.maxDurationMs) {
      stop();
      return;
    }
    log = noteLag(log, now - (scheduleStart + count * intervalMs));
    launch();
    // By the schedule, not by the last probe; a process that was held up skips what it missed.
    count = Math.max(count + 1, Math.floor((now - scheduleStart) / intervalMs) + 1);
    timer = setTimeout(tick, Math.max(0, scheduleStart + count * intervalMs - probeClock()));
  };

  const stop = (): void => {
    if (endedAt !== null) return;
    endedAt = probeClock();
    if (timer) clearTimeout(timer);
    for (const probe of outstanding) probe.abort();
  };

  tick();
  return {
    report: () => endLog(log, options.probeId, intervalMs, endedAt ?? probeClock()),
    stop,
    ended: () => endedAt !== null,
  };
};
