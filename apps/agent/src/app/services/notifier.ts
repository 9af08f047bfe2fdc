import type { ScriptCommand } from "@baton/shared/config/model-track.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import { emptyQueue, type JobEvent, type JobQueue, queueDeadline, stepQueue } from "../../core/script/job-queue.ts";
import type { PrepareCommand } from "../../io/script/prepare-command.ts";
import { type CommandEnd, type RunningCommand, runCommand } from "../../io/script/run-command.ts";

/** Runs the commands of notify_up, notify_down, quorum_up and quorum_down: those of one virtual server in order. */
export interface Notifier {
  /** Another configuration; what waits is run by the rules of the new one. */
  configure(prepare: PrepareCommand): void;
  /** `queue`: the virtual server's key. `what`: "notify_down of TCP ... -> ...". */
  run(queue: string, what: string, command: ScriptCommand | null | undefined): void;
  /** Resolves when all have run, or after `ms`; what still runs then is ended. */
  finish(ms: number): Promise<void>;
}

export interface NotifierDeps {
  readonly now: () => number;
  readonly log: (text: string, crowd?: string) => void;
  readonly tell: (event: Omit<AgentEvent, "at">) => void;
}

interface Job {
  readonly what: string;
  readonly command: ScriptCommand;
}

interface Lane {
  queue: JobQueue<Job>;
  running: RunningCommand | null;
  timer: NodeJS.Timeout | null;
}

export const createNotifier = (deps: NotifierDeps, first: PrepareCommand): Notifier => {
  const lanes = new Map<string, Lane>();
  let prepare = first;
  let onIdle = (): void => {};

  const failed = (job: Job, how: string): void =>
    deps.tell({
      kind: "script.failed",
      severity: "warning",
      subject: job.what.slice(0, 300),
      text: `${job.what} failed: ${how}`.slice(0, 2000),
      data: { program: job.command.argv[0].slice(0, 2000), result: how.slice(0, 2000) },
    });

  const ended = (name: string, job: Job, { code, detail }: CommandEnd): void => {
    if (code === 0) deps.log(`${job.what}: ${detail}`, "scripts run");
    else failed(job, detail);
    step(name, { type: "ended", at: deps.now() });
  };

  const start = async (name: string, lane: Lane, job: Job): Promise<void> => {
    const ready = await prepare(job.command);
    if (!ready.ok) return ended(name, job, { code: null, detail: ready.error });
    lane.running = runCommand(ready.value, false, (end) => ended(name, job, end));
  };

  const step = (name: string, event: JobEvent<Job>): void => {
    const lane = lanes.get(name) ?? { queue: emptyQueue<Job>(), running: null, timer: null };
    lanes.set(name, lane);
    const { state, actions } = stepQueue(lane.queue, event);
    lane.queue = state;
    if (event.type === "ended") lane.running = null;
    for (const action of actions) {
      if (action.type === "start") void start(name, lane, action.job);
      else if (action.type === "signal") lane.running?.signal(action.signal);
      else failed(action.job, "not run: too many were waiting");
    }
    if (lane.timer) clearTimeout(lane.timer);
    lane.timer = null;
    const deadline = queueDeadline(state);
    if (Number.isFinite(deadline)) {
      lane.timer = setTimeout(() => step(name, { type: "tick", at: deps.now() }), Math.max(0, deadline - deps.now()));
    }
    if (!state.running) lanes.delete(name);
    if (lanes.size === 0) onIdle();
  };

  return {
    configure: (next) => {
      prepare = next;
    },
    run: (queue, what, command) => {
      if (command) step(queue, { type: "add", at: deps.now(), job: { what, command } });
    },
    finish: async (ms) => {
      if (lanes.size === 0) return;
      let timer: NodeJS.Timeout | null = null;
      await new Promise<void>((resolve) => {
        onIdle = resolve;
        timer = setTimeout(resolve, ms);
      });
      if (timer) clearTimeout(timer);
      for (const lane of lanes.values()) {
        if (lane.timer) clearTimeout(lane.timer);
        // What still waits is not to begin when this one is gone.
        lane.queue = { ...lane.queue, waiting: [] };
        lane.running?.signal("SIGKILL");
      }
    },
  };
};
