import type { ChildProcess } from "node:child_process";
import type { VirtualServer } from "@baton/shared/config/model.ts";
import type { FactOf } from "@baton/shared/contract/facts.ts";
import type { FromChild, ProcessName, ToChild } from "../ports/process-channel.ts";
import { type EarlyChild, forkChild, prefer } from "./supervisor-fork.ts";
import { afterDeath, CLEAN_RECORD, POLICY, type ProcessExit, type RestartRecord } from "./supervisor-restart.ts";

export interface ChildExit extends ProcessExit {
  /** Null: it was told to stop. */
  readonly restartInMs: number | null;
}

export interface ManagedChild {
  readonly name: ProcessName;
  start(): void;
  /** False when the process is not running or has too much unread. `critical` messages are never held back. */
  send(message: ToChild, critical?: boolean): boolean;
  /** Asks it to put everything back, and kills it when it has not exited after `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
  fact(): FactOf<"process">;
}

interface ChildOptions {
  /** The network namespace that it runs in, by its name; null: the agent's own. */
  readonly namespace: string | null;
  readonly file: string;
  /** One that was forked ahead of time, in the agent's own namespace, and waits for its first message. */
  readonly early?: EarlyChild | null;
  /** To a process that was told of these virtual servers. Null: the process is to be there, and begins when it is told to. */
  readonly first: (knows: readonly VirtualServer[]) => ToChild | null;
  readonly onMessage: (message: FromChild) => void;
  readonly onExit: (exit: ChildExit) => void;
  readonly onChange: () => void;
  /** Messages that waited have left: there is room again. */
  readonly onRoom: () => void;
}

/** What the channel holds for a process that does not read, at most. */
const MAX_UNREAD = 64;

/** As in ManagedChild. */
type Send = (message: ToChild, critical: boolean) => boolean;

/** The channel to one process; `onRoom`: it was full, and is no longer. */
const sendTo = (name: ProcessName, child: ChildProcess, onRoom: () => void): Send => {
  let unread = 0;
  return (message, critical) => {
    if (!child.connected || (!critical && unread >= MAX_UNREAD)) return false;
    if (message.type === "start") prefer(name, child.pid);
    unread++;
    child.send(message, () => {
      const wasFull = unread >= MAX_UNREAD;
      unread--;
      if (wasFull) onRoom();
    });
    return true;
  };
};

/** Resolves when the process has ended, which it has to by the deadline. `askToStop` is false when it can't be asked. */
const ended = async (child: ChildProcess, deadlineMs: number, askToStop: () => boolean): Promise<void> => {
  // `close` comes when the channel has been read to its end too: its last events must not be lost.
  const closed = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
  });
  if (!askToStop()) child.kill("SIGTERM");
  const killer = setTimeout(() => child.kill("SIGKILL"), deadlineMs);
  await closed;
  clearTimeout(killer);
};

export const manageChild = (name: ProcessName, options: ChildOptions): ManagedChild => {
  let running: { readonly child: ChildProcess; readonly send: Send } | null = null;
  let record: RestartRecord = CLEAN_RECORD;
  let state: FactOf<"process">["state"] = "stopped";
  let since = Date.now();
  let startedAt = 0;
  let stopping = false;
  let restartTimer: NodeJS.Timeout | null = null;

  const become = (next: typeof state): void => {
    state = next;
    since = Date.now();
    options.onChange();
  };

  const gone = (dead: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void => {
    if (running?.child !== dead) return;
    running = null;
    let restartInMs: number | null = null;
    if (!stopping) {
      const next = afterDeath(record, POLICY[name], performance.now() - startedAt, Math.random());
      record = next.record;
      restartInMs = next.delayMs;
      restartTimer = setTimeout(start, next.delayMs);
    }
    become(stopping ? "stopped" : "restarting");
    options.onExit({ pid: dead.pid ?? null, code, signal, restartInMs });
  };

  const start = (): void => {
    restartTimer = null;
    if (stopping) return;
    startedAt = performance.now();
    const early = options.namespace === null ? options.early?.take() : null;
    const started = early?.child ?? forkChild(name, options.file, options.namespace);
    const send = sendTo(name, started, () => {
      if (running?.child === started) options.onRoom();
    });
    running = { child: started, send };
    started.on("message", (message) => options.onMessage(message as FromChild));
    started.on("exit", (code, signal) => gone(started, code, signal));
    // The program could not be started at all, or the channel broke under a message; `exit` may not follow.
    started.on("error", () => {
      if (started.pid === undefined) gone(started, null, null);
    });
    const first = options.first(early?.knows ?? []);
    if (first) send(first, true);
    become("running");
  };

  const stop = async (deadlineMs: number): Promise<void> => {
    stopping = true;
    if (restartTimer) clearTimeout(restartTimer);
    if (!running) {
      become("stopped");
      return;
    }
    const { child, send } = running;
    await ended(child, deadlineMs, () => send({ type: "stop" }, true));
  };

  return {
    name,
    start,
    send: (message, critical = false) => running?.send(message, critical) ?? false,
    stop,
    fact: () => ({
      kind: "process",
      key: name,
      state,
      pid: running?.child.pid ?? null,
      restarts: record.restarts,
      since,
    }),
  };
};
