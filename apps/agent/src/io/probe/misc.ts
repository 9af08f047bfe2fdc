import type { MiscCheck } from "@baton/shared/config/model-checks.ts";
import { judgeExit } from "../../core/health/expect/exit-status.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import type { PrepareCommand } from "../script/prepare-command.ts";
import { type CommandEnd, runCommand } from "../script/run-command.ts";

/** From SIGTERM to SIGKILL, and how long a killed program may take to be gone, milliseconds. */
const TERM_GRACE_MS = 2000;
const KILL_GRACE_MS = 2000;

/**
 * Runs the program and takes its exit status for the answer. One that is not done in time is ended, first politely;
 * nothing of its process group is left behind, and what it prints is bounded. Never rejects.
 */
export const probeMisc = async (
  check: MiscCheck,
  prepare: PrepareCommand,
  signal: AbortSignal,
): Promise<ProbeOutcome> => {
  const ready = await prepare(check.command);
  if (!ready.ok) return { ok: false, kind: "other", reason: ready.error };
  if (signal.aborted) return { ok: false, kind: "other", reason: "the probe was called off" };
  return new Promise((resolve) => {
    let late = false;
    let timer: NodeJS.Timeout | null = null;
    const finish = (outcome: ProbeOutcome): void => {
      if (timer) clearTimeout(timer);
      signal.removeEventListener("abort", kill);
      resolve(outcome);
    };
    const onEnd = (end: CommandEnd): void => {
      // Whatever it started and left behind goes with it.
      running.signal("SIGKILL");
      finish(late ? { ok: false, kind: "timeout", reason: `not done in ${check.timeout} ms` } : judgeExit(check, end));
    };
    const running = runCommand(ready.value, true, onEnd);
    const kill = (): void => {
      running.signal("SIGKILL");
      timer = setTimeout(
        () => finish({ ok: false, kind: "timeout", reason: "the program can't be killed" }),
        KILL_GRACE_MS,
      );
    };
    signal.addEventListener("abort", kill);
    timer = setTimeout(() => {
      late = true;
      running.signal("SIGTERM");
      timer = setTimeout(kill, TERM_GRACE_MS);
    }, check.timeout);
  });
};
