import type { FifoReader } from "@baton/shared/config/model-track.ts";
import type { PrepareCommand } from "../../io/script/prepare-command.ts";
import { type RunningCommand, runCommand } from "../../io/script/run-command.ts";

const RESTART_MS = 1000;
const MAX_RESTART_MS = 30_000;
/** One that ran this long gets the shortest pause again. */
const STABLE_MS = 60_000;

/** Keeps a program running that reads a notify pipe; the pipe's path is its last argument. */
export class FifoReaderRunner {
  readonly #reader: FifoReader;
  readonly #prepare: PrepareCommand;
  readonly #log: (line: string) => void;
  readonly #now: () => number;
  #running: RunningCommand | null = null;
  #timer: NodeJS.Timeout | null = null;
  #pause = RESTART_MS;
  #stopped = false;
  #onEnd = (): void => {};

  constructor(reader: FifoReader, prepare: PrepareCommand, now: () => number, log: (line: string) => void) {
    this.#reader = reader;
    this.#prepare = prepare;
    this.#now = now;
    this.#log = log;
    void this.#start();
  }

  /** SIGTERM after `graceMs`, in which it may read to the end, and SIGKILL `ms` later. Resolves when it has ended. */
  async stop(graceMs: number, ms: number): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const running = this.#running;
    if (!running) return;
    const ended = new Promise<void>((resolve) => {
      this.#onEnd = resolve;
    });
    const timers = [
      setTimeout(() => running.signal("SIGTERM"), graceMs),
      setTimeout(() => running.signal("SIGKILL"), graceMs + ms),
    ];
    await ended;
    for (const timer of timers) clearTimeout(timer);
  }

  kill(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#running?.signal("SIGKILL");
  }

  async #start(): Promise<void> {
    this.#timer = null;
    const { path, command } = this.#reader;
    const ready = await this.#prepare({ ...command, argv: [...command.argv, path] });
    if (this.#stopped) return;
    if (!ready.ok) {
      this.#log(`the reader of the pipe ${path} is not started: ${ready.error}`);
      return;
    }
    const startedAt = this.#now();
    this.#running = runCommand(ready.value, false, ({ detail }) => {
      this.#running = null;
      this.#onEnd();
      if (this.#stopped) return;
      this.#pause = this.#now() - startedAt > STABLE_MS ? RESTART_MS : Math.min(this.#pause * 2, MAX_RESTART_MS);
      this.#log(`the reader of the pipe ${path} ended (${detail}), it is started again in ${this.#pause} ms`);
      this.#timer = setTimeout(() => void this.#start(), this.#pause);
    });
  }
}
