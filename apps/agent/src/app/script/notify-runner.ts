import type { AgentEvent } from "@baton/shared/contract/events.ts";
import { emptyQueue, type JobEvent, type JobQueue, queueDeadline, stepQueue } from "../../core/script/job-queue.ts";
import type { PrepareCommand } from "../../io/script/prepare-command.ts";
import { type CommandEnd, type RunningCommand, runCommand } from "../../io/script/run-command.ts";
import type { Notification } from "../../ports/script-helper.ts";
import { type Alarm, createAlarm } from "../vrrp/alarm.ts";

type Job = Notification["runs"][number] & { readonly prepare: PrepareCommand };

export interface NotifyRunnerDeps {
  readonly now: () => number;
  readonly wall: () => number;
  readonly log: (line: string) => void;
  readonly event: (event: AgentEvent) => void;
  /** The queue has nothing left to do. */
  readonly onIdle: () => void;
}

/** The notifications of one instance or group, one after another, each with its exit status told. */
export class NotifyRunner {
  readonly #subject: string;
  readonly #deps: NotifyRunnerDeps;
  readonly #alarm: Alarm;
  #queue: JobQueue<Job> = emptyQueue();
  #running: RunningCommand | null = null;
  #stopped = false;

  constructor(subject: string, deps: NotifyRunnerDeps) {
    this.#subject = subject;
    this.#deps = deps;
    this.#alarm = createAlarm(deps.now, () => this.#meet({ type: "tick", at: deps.now() }));
  }

  get idle(): boolean {
    return this.#queue.running === null;
  }

  add(notification: Notification, prepare: PrepareCommand): void {
    for (const run of notification.runs) this.#meet({ type: "add", at: this.#deps.now(), job: { ...run, prepare } });
  }

  stop(): void {
    this.#stopped = true;
    this.#alarm.set(Number.POSITIVE_INFINITY);
    this.#running?.signal("SIGKILL");
  }

  #meet(event: JobEvent<Job>): void {
    if (this.#stopped) return;
    const { state, actions } = stepQueue(this.#queue, event);
    this.#queue = state;
    for (const action of actions) {
      if (action.type === "start") void this.#start(action.job);
      else if (action.type === "signal") this.#running?.signal(action.signal);
      else this.#told(action.job, { code: null, detail: "left out: too many were waiting" });
    }
    this.#alarm.set(queueDeadline(this.#queue));
    if (this.idle) this.#deps.onIdle();
  }

  async #start(job: Job): Promise<void> {
    const ready = await job.prepare(job.command);
    if (this.#stopped) return;
    if (ready.ok) this.#running = runCommand(ready.value, false, (end) => this.#ended(job, end));
    else this.#ended(job, { code: null, detail: ready.error });
  }

  #ended(job: Job, end: CommandEnd): void {
    this.#running = null;
    this.#told(job, end);
    this.#meet({ type: "ended", at: this.#deps.now() });
  }

  #told({ keyword, command }: Job, { code, detail }: CommandEnd): void {
    this.#deps.event({
      kind: "notify.ended",
      severity: code === 0 ? "info" : "warning",
      at: Math.round(this.#deps.wall()),
      subject: this.#subject,
      text: `(${this.#subject}) ${keyword} ${command.argv[0]}: ${detail}`.slice(0, 2000),
      data: { keyword, program: command.argv[0].slice(0, 2000), code, detail: detail.slice(0, 2000) },
    });
  }
}
