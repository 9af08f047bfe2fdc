import { isDeepStrictEqual } from "node:util";
import { errorText } from "@baton/shared/base/error-text.ts";
import type { FifoReader, NotifyPipe } from "@baton/shared/config/model-track.ts";
import type { TrackResult } from "../../core/vrrp/track.ts";
import { type Fifo, openFifo } from "../../io/script/fifo.ts";
import { createPrepareCommand, type PrepareCommand } from "../../io/script/prepare-command.ts";
import { createProcessList } from "../../io/script/process-list.ts";
import { createScriptAccount, type ScriptAccount } from "../../io/script/script-account.ts";
import type { Clock } from "../../ports/clock.ts";
import type { FromHelper, HelperPlan, Notification } from "../../ports/script-helper.ts";
import { FifoReaderRunner } from "./fifo-reader-runner.ts";
import { FileWatch } from "./file-watch.ts";
import { NotifyRunner } from "./notify-runner.ts";
import { ProcessWatch } from "./process-watch.ts";
import { TrackScriptRunner } from "./track-script-runner.ts";

export interface HelperDeps {
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly send: (message: FromHelper) => void;
}

/** How long the reader of a pipe may take to end. */
const READER_END_MS = 150;
/** How long it may read on when the pipe has been closed. */
const READER_GRACE_MS = 300;
const NO_SECURITY = { security: false, user: null };

/** Runs scripts for the VRRP process, which must not stand still for a fork, and serves notify pipes. */
export class Helper {
  readonly #deps: HelperDeps;
  readonly #scripts = new Map<string, TrackScriptRunner>();
  readonly #notifiers = new Map<string, NotifyRunner>();
  readonly #fifos = new Map<string, Fifo>();
  /** By path and command. */
  readonly #readers = new Map<string, FifoReaderRunner>();
  readonly #processes: ProcessWatch;
  readonly #files: FileWatch;
  #prepare: PrepareCommand = createPrepareCommand(NO_SECURITY);
  #accountFor: ScriptAccount = createScriptAccount(NO_SECURITY);
  #plan: HelperPlan | null = null;
  #onIdle = (): void => {};
  #lostLines = 0;

  constructor(deps: HelperDeps) {
    this.#deps = deps;
    const tell = (result: TrackResult): void => this.#tell(result);
    this.#processes = new ProcessWatch({ now: deps.clock.monotonic, list: createProcessList(), tell });
    this.#files = new FileWatch({ log: deps.log, tell });
  }

  /** What has not changed goes on undisturbed. */
  follow(plan: HelperPlan): void {
    const sameSettings = isDeepStrictEqual(this.#plan?.settings, plan.settings);
    if (!sameSettings) {
      this.#prepare = createPrepareCommand(plan.settings);
      this.#accountFor = createScriptAccount(plan.settings);
    }
    this.#plan = plan;
    const wanted = new Map(plan.scripts.map((script) => [script.name, script]));
    for (const [name, runner] of this.#scripts) {
      const { range: _, ...now } = wanted.get(name) ?? { range: null };
      const { range: __, ...before } = runner.script;
      if (sameSettings && isDeepStrictEqual(now, before)) continue;
      runner.stop();
      this.#scripts.delete(name);
    }
    for (const [name, script] of wanted) {
      if (this.#scripts.has(name)) continue;
      const { clock, log } = this.#deps;
      const deps = {
        now: clock.monotonic,
        log,
        prepare: this.#prepare,
        tell: (result: TrackResult) => this.#tell(result),
      };
      this.#scripts.set(name, new TrackScriptRunner(script, deps));
    }
    this.#processes.follow(plan.processes);
    this.#files.follow(plan.files);
    this.#followReaders(plan.readers, sameSettings, this.#followFifos(plan.fifos));
  }

  notify(notification: Notification): void {
    for (const fifo of this.#fifos.values()) {
      if (!fifo.write(notification.line) && this.#lostLines++ === 0) {
        this.#deps.log(`the pipe ${fifo.path} is full, nobody reads it: lines are lost`);
      }
    }
    if (notification.runs.length > 0) this.#notifier(notification).add(notification, this.#prepare);
  }

  /** Tracks no more and waits at most `ms` for notifications that run or wait. */
  async finish(ms: number): Promise<void> {
    this.#untrack();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#onIdle = () => {
        if (![...this.#notifiers.values()].every((notifier) => notifier.idle)) return;
        clearTimeout(timer);
        resolve();
      };
      this.#onIdle();
    });
    // Nothing is written any more: what is in the pipe can be read to its end.
    this.#closeFifos();
    await Promise.all([...this.#readers.values()].map((reader) => reader.stop(READER_GRACE_MS, READER_END_MS)));
    this.#readers.clear();
    this.end();
  }

  /** Everything that still runs is killed, at once. Pipes stay: the successor goes on with them. */
  end(): void {
    this.#untrack();
    for (const notifier of this.#notifiers.values()) notifier.stop();
    for (const reader of this.#readers.values()) reader.kill();
    this.#notifiers.clear();
    this.#readers.clear();
  }

  #closeFifos(): void {
    for (const fifo of this.#fifos.values()) fifo.close();
    this.#fifos.clear();
  }

  #untrack(): void {
    for (const runner of this.#scripts.values()) runner.stop();
    this.#scripts.clear();
    this.#processes.stop();
    this.#files.stop();
  }

  #notifier({ queue, subject }: Notification): NotifyRunner {
    const known = this.#notifiers.get(queue);
    if (known) return known;
    const { clock, log, send } = this.#deps;
    const made = new NotifyRunner(subject, {
      now: clock.monotonic,
      wall: clock.wall,
      log,
      event: (event) => send({ type: "event", event }),
      onIdle: () => this.#onIdle(),
    });
    this.#notifiers.set(queue, made);
    return made;
  }

  #tell(result: TrackResult): void {
    const { clock, send } = this.#deps;
    const words = { script: "VRRP_Script", process: "Process", file: "Track file", bfd: "BFD session" }[result.kind];
    const said = { up: "succeeded", down: "failed", disabled: "is disabled" }[result.status];
    const what = result.kind === "file" ? `says ${result.value}` : `${said} (${result.detail})`;
    send({ type: "track", result });
    send({
      type: "event",
      event: {
        kind: "track.changed",
        severity: result.status === "up" ? "info" : "warning",
        at: Math.round(clock.wall()),
        subject: result.name,
        text: `${words}(${result.name}) ${what}`.slice(0, 2000),
        data: { ...result, detail: result.detail.slice(0, 2000) },
      },
    });
  }

  /** A reader starts when the pipe is its account's. */
  #followReaders(readers: readonly FifoReader[], sameSettings: boolean, given: Promise<unknown>): void {
    const wanted = new Map(readers.map((reader) => [JSON.stringify(reader), reader]));
    for (const [key, runner] of this.#readers) {
      if (sameSettings && wanted.has(key)) continue;
      void runner.stop(0, READER_END_MS);
      this.#readers.delete(key);
    }
    for (const [key, reader] of wanted) {
      if (this.#readers.has(key) || !this.#fifos.has(reader.path)) continue;
      const { clock, log } = this.#deps;
      const prepare: PrepareCommand = (command) => given.then(() => this.#prepare(command));
      this.#readers.set(key, new FifoReaderRunner(reader, prepare, clock.monotonic, log));
    }
  }

  /** Resolves when each pipe belongs to whom it should. */
  #followFifos(pipes: readonly NotifyPipe[]): Promise<unknown> {
    for (const [path, fifo] of this.#fifos) {
      if (pipes.some((pipe) => pipe.path === path)) continue;
      fifo.close();
      this.#fifos.delete(path);
    }
    for (const { path } of pipes) {
      if (this.#fifos.has(path)) continue;
      const opened = openFifo(path);
      if (opened.ok) this.#fifos.set(path, opened.value);
      else this.#deps.log(opened.error);
    }
    return Promise.all(pipes.map((pipe) => this.#give(pipe)));
  }

  async #give({ path, user }: NotifyPipe): Promise<void> {
    const account = await this.#accountFor(user ?? null);
    try {
      if (account.ok) this.#fifos.get(path)?.give(account.value);
      else this.#deps.log(`the pipe ${path} stays root's: ${account.error}`);
    } catch (error) {
      this.#deps.log(`the pipe ${path} stays as it is: ${errorText(error)}`);
    }
  }
}
