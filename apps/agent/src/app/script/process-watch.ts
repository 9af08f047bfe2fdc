import type { TrackProcess } from "@baton/shared/config/model-track.ts";
import { type Debounce, debounce } from "../../core/script/debounce.ts";
import { isEnough, matchesProcess, type RunningProgram } from "../../core/script/process-match.ts";
import type { TrackResult } from "../../core/vrrp/track.ts";

export interface ProcessWatchDeps {
  readonly now: () => number;
  readonly list: () => Iterable<RunningProgram>;
  readonly tell: (result: TrackResult) => void;
}

export const PROCESS_PERIOD_MS = 500;

/** Counts the processes of every vrrp_track_process, twice a second while there is one. */
export class ProcessWatch {
  readonly #deps: ProcessWatchDeps;
  #trackers: readonly TrackProcess[] = [];
  #states = new Map<string, Debounce>();
  #timer: NodeJS.Timeout | null = null;

  constructor(deps: ProcessWatchDeps) {
    this.#deps = deps;
  }

  follow(trackers: readonly TrackProcess[]): void {
    this.#trackers = trackers;
    this.#states = new Map([...this.#states].filter(([name]) => trackers.some((each) => each.name === name)));
    if (trackers.length === 0) this.stop();
    else {
      this.#timer ??= setInterval(() => this.#look(), PROCESS_PERIOD_MS);
      this.#look();
    }
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  #look(): void {
    const programs = [...this.#deps.list()];
    const at = this.#deps.now();
    for (const tracker of this.#trackers) {
      const count = programs.filter((program) => matchesProcess(tracker, program)).length;
      const before = this.#states.get(tracker.name) ?? null;
      const delays = { up: tracker.riseDelay, down: tracker.fallDelay };
      const after = debounce(before, isEnough(tracker, count), at, delays);
      this.#states.set(tracker.name, after);
      if (before?.counts === after.counts) continue;
      const detail = `${count} running, ${tracker.quorum} needed`;
      this.#deps.tell({ kind: "process", name: tracker.name, status: after.counts ? "up" : "down", value: 0, detail });
    }
  }
}
