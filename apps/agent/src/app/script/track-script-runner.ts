import { millis } from "@baton/shared/base/duration.ts";
import type { TrackScript } from "@baton/shared/config/model-track.ts";
import {
  initialPeriodic,
  type PeriodicAction,
  type PeriodicEvent,
  type PeriodicParams,
  type PeriodicState,
  periodicDeadline,
  stepPeriodic,
} from "../../core/script/periodic.ts";
import type { TrackResult } from "../../core/vrrp/track.ts";
import type { PrepareCommand } from "../../io/script/prepare-command.ts";
import { type RunningCommand, runCommand } from "../../io/script/run-command.ts";
import { type Alarm, createAlarm } from "../vrrp/alarm.ts";

export interface ScriptRunnerDeps {
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly prepare: PrepareCommand;
  readonly tell: (result: TrackResult) => void;
}

/** Runs one vrrp_script for as long as it is tracked. */
export class TrackScriptRunner {
  readonly #script: TrackScript;
  readonly #params: PeriodicParams;
  readonly #deps: ScriptRunnerDeps;
  readonly #alarm: Alarm;
  #state: PeriodicState;
  #running: RunningCommand | null = null;
  #stopped = false;
  #skips = 0;

  constructor(script: TrackScript, deps: ScriptRunnerDeps) {
    this.#script = script;
    this.#deps = deps;
    this.#params = {
      interval: script.interval,
      timeout: script.timeout > 0 ? script.timeout : millis(script.interval),
      rise: script.rise,
      fall: script.fall,
    };
    this.#state = initialPeriodic(deps.now(), script.initFail);
    this.#alarm = createAlarm(deps.now, () => this.#meet({ type: "tick", at: deps.now() }));
    if (script.initFail) this.#tell("down", "init_fail");
    this.#meet({ type: "tick", at: deps.now() });
  }

  get script(): TrackScript {
    return this.#script;
  }

  /** What still runs is killed. */
  stop(): void {
    this.#stopped = true;
    this.#alarm.set(Number.POSITIVE_INFINITY);
    this.#running?.signal("SIGKILL");
  }

  #meet(event: PeriodicEvent): void {
    if (this.#stopped) return;
    const { state, actions } = stepPeriodic(this.#params, this.#state, event);
    this.#state = state;
    for (const action of actions) this.#perform(action);
    this.#alarm.set(periodicDeadline(this.#state));
  }

  #perform(action: PeriodicAction): void {
    if (action.type === "run") void this.#run();
    else if (action.type === "signal") this.#running?.signal(action.signal);
    else if (action.type === "verdict") this.#tell(action.verdict, action.detail);
    else if (this.#skips++ === 0) {
      this.#deps.log(`Track script ${this.#script.name} is still running when it is due again; the run is skipped`);
    }
  }

  async #run(): Promise<void> {
    const { now } = this.#deps;
    const ready = await this.#deps.prepare(this.#script.command);
    if (this.#stopped) return;
    if (!ready.ok) {
      this.#meet({ type: "refused", at: now(), detail: ready.error });
      return;
    }
    if (this.#state.running?.judged !== false) {
      // The time limit passed before it could be started.
      this.#meet({ type: "ended", at: now(), good: false, detail: "timed out" });
      return;
    }
    this.#running = runCommand(ready.value, true, ({ code, detail }) => {
      this.#running = null;
      this.#meet({ type: "ended", at: now(), good: code === 0, detail });
    });
  }

  #tell(status: TrackResult["status"], detail: string): void {
    this.#deps.tell({ kind: "script", name: this.#script.name, status, value: 0, detail });
  }
}
