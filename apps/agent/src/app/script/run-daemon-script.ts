import type { GlobalDefs } from "@baton/shared/config/model.ts";
import type { DaemonScript, ScriptSettings } from "@baton/shared/config/model-track.ts";
import { commandIn } from "../../io/script/command-in.ts";
import { createPrepareCommand } from "../../io/script/prepare-command.ts";
import { type RunningCommand, runCommand } from "../../io/script/run-command.ts";

/** A startup_script or shutdown_script under way. */
export interface DaemonScriptRun {
  /** Whatever becomes of it: nothing depends on its success, as in keepalived. */
  readonly ended: Promise<void>;
  /** It has had its time. */
  stop(): void;
}

const NO_SETTINGS: ScriptSettings = { security: false, user: null };

/** From SIGTERM to SIGKILL, as with every script; milliseconds. */
const GRACE_MS = 2000;

export const runDaemonScript = (
  keyword: string,
  { command, timeout }: DaemonScript,
  { scripts = NO_SETTINGS, namespace }: Pick<GlobalDefs, "scripts" | "namespace">,
  log: (line: string) => void,
): DaemonScriptRun => {
  let running: RunningCommand | null = null;
  let stopped = false;
  let killer: NodeJS.Timeout | null = null;

  const stop = (): void => {
    if (stopped) return;
    stopped = true;
    running?.signal("SIGTERM");
    killer = setTimeout(() => running?.signal("SIGKILL"), GRACE_MS);
  };
  const run = async (): Promise<void> => {
    const ready = await createPrepareCommand(scripts)(command);
    if (stopped) return;
    if (!ready.ok) return log(`${keyword} ${command.argv[0]} is not run: ${ready.error}`);
    const late = setTimeout(() => {
      log(`${keyword} ${command.argv[0]} has run for ${timeout} ms and is ended`);
      stop();
    }, timeout);
    await new Promise<void>((resolve) => {
      running = runCommand(
        namespace === undefined ? ready.value : commandIn(namespace, ready.value),
        false,
        ({ detail }) => {
          log(`${keyword} ${command.argv[0]}: ${detail}`);
          resolve();
        },
      );
    });
    clearTimeout(late);
    if (stopped) killGroup(running);
  };
  const ended = run().finally(() => {
    if (killer) clearTimeout(killer);
  });
  return { ended, stop };
};

/** What a script that was ended has started ends with it. */
const killGroup = (running: RunningCommand | null): void => {
  try {
    if (running?.pid) process.kill(-running.pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
};
