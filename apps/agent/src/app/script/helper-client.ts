import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FromHelper, HelperPlan, Notification, ScriptHelper, ToHelper } from "../../ports/script-helper.ts";
import { NO_DEBUGGER } from "../child-signals.ts";

export interface HelperClientDeps {
  readonly log: (line: string) => void;
  readonly onMessage: (message: FromHelper) => void;
  /** The program; tests run another one. */
  readonly file?: string;
}

const HEAP_MB = 64;
const RESTART_MS = 1000;
const MAX_RESTART_MS = 30_000;
/** A helper that ran this long gets the shortest pause again. */
const STABLE_MS = 60_000;
/** Notifications kept for a helper that is being started anew. */
const MAX_KEPT = 256;

/** The helper's program: its bundle next to ours, or its source when we run from source. */
const helperFile = (): string => {
  const bundle = fileURLToPath(new URL("./scripts.mjs", import.meta.url));
  return existsSync(bundle) ? bundle : fileURLToPath(new URL("../processes/scripts.ts", import.meta.url));
};

const isNeeded = (plan: HelperPlan): boolean =>
  plan.notifies || plan.scripts.length + plan.processes.length + plan.files.length + plan.fifos.length > 0;

/**
 * Starts the helper when there is something for it to do, before the first instance starts, so that the cost of the
 * fork delays no advert; and anew when it dies.
 */
export const createHelperClient = (deps: HelperClientDeps): ScriptHelper => {
  let child: ChildProcess | null = null;
  let plan: HelperPlan | null = null;
  let kept: Notification[] = [];
  let timer: NodeJS.Timeout | null = null;
  let pause = RESTART_MS;
  let finishing = false;

  const send = (message: ToHelper): boolean => {
    if (!child?.connected) return false;
    child.send(message, () => {});
    return true;
  };

  const died = (dead: ChildProcess, how: string, lived: number): void => {
    if (child !== dead) return;
    child = null;
    if (finishing) return;
    pause = lived > STABLE_MS ? RESTART_MS : Math.min(pause * 2, MAX_RESTART_MS);
    deps.log(`the script helper ${how}; starting it again in ${pause} ms, what is tracked stays as it was`);
    timer = setTimeout(start, pause);
  };

  const start = (): void => {
    timer = null;
    const startedAt = performance.now();
    const started = fork(deps.file ?? helperFile(), [], {
      stdio: ["ignore", 2, 2, "ipc"],
      serialization: "json",
      execArgv: [`--max-old-space-size=${HEAP_MB}`, "--disable-warning=ExperimentalWarning", NO_DEBUGGER],
    });
    child = started;
    const lived = (): number => performance.now() - startedAt;
    started.on("message", (message) => deps.onMessage(message as FromHelper));
    started.on("exit", (code, signal) => {
      died(started, signal ? `was killed by ${signal}` : `exited with status ${code}`, lived());
    });
    started.on("error", (error) => {
      if (started.pid === undefined) died(started, `can't be started: ${error.message}`, lived());
    });
    if (plan) send({ type: "plan", plan });
    for (const notification of kept) send({ type: "notify", notification });
    kept = [];
  };

  const ensure = (): void => {
    if (!child && !timer && !finishing) start();
  };

  return {
    plan: (next) => {
      plan = next;
      if (child) send({ type: "plan", plan: next });
      else if (isNeeded(next)) ensure();
    },
    notify: (notification) => {
      if (send({ type: "notify", notification })) return;
      kept = [...kept, notification].slice(-MAX_KEPT);
      ensure();
    },
    finish: async (ms) => {
      finishing = true;
      if (timer) clearTimeout(timer);
      const running = child;
      if (!running) return;
      const closed = new Promise<void>((resolve) => {
        running.once("close", () => resolve());
      });
      if (!send({ type: "finish", ms })) running.kill("SIGTERM");
      const killer = setTimeout(() => running.kill("SIGKILL"), ms + 500);
      await closed;
      clearTimeout(killer);
    },
  };
};
