import { type ChildProcess, spawn } from "node:child_process";
import { errorText } from "@baton/shared/base/error-text.ts";

/** A program found, with the account it runs under. */
export interface ReadyCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly uid: number;
  readonly gid: number;
}

export interface CommandEnd {
  /** Null when a signal ended it or it could not be started. */
  readonly code: number | null;
  /** "exit status 1: what it said", "killed by SIGTERM", "can't be run: ENOENT". */
  readonly detail: string;
}

export interface RunningCommand {
  readonly pid: number | null;
  /** To the whole process group. */
  signal(name: "SIGTERM" | "SIGKILL"): void;
}

const MAX_OUTPUT_BYTES = 512;
const ENVIRONMENT = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C.UTF-8" };

/** The first bytes of what it says; the rest is read and thrown away, so that it never blocks. */
const collect = (child: ChildProcess): (() => string) => {
  const chunks: Buffer[] = [];
  let size = 0;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("error", () => {});
    stream?.on("data", (chunk: Buffer) => {
      if (size < MAX_OUTPUT_BYTES) chunks.push(chunk.subarray(0, MAX_OUTPUT_BYTES - size));
      size += chunk.length;
    });
  }
  return () => Buffer.concat(chunks).toString("utf8").trim();
};

/**
 * After every pipe has been looked at once more. What a program printed just before its end is still in the pipe, and one whose
 * end was noticed with that of another has ended after this turn's look.
 */
const afterNextLook = (then: () => void): void => void setImmediate(() => setImmediate(then));

/**
 * Runs without a shell, in a process group of its own, from "/", with nothing of this process's environment.
 * `listen`: what it prints becomes part of the detail. Otherwise it is not read, and a notification may leave a
 * program running behind it. `onEnd` is called exactly once, never before this returns.
 */
export const runCommand = (
  command: ReadyCommand,
  listen: boolean,
  onEnd: (end: CommandEnd) => void,
): RunningCommand => {
  const output = listen ? "pipe" : "ignore";
  let ended = false;
  const end = (result: CommandEnd): void => {
    if (ended) return;
    ended = true;
    onEnd(result);
  };
  const root = process.getuid?.() === 0;
  let child: ChildProcess;
  try {
    child = spawn(command.file, command.args, {
      ...(root ? { uid: command.uid, gid: command.gid } : {}),
      cwd: "/",
      env: ENVIRONMENT,
      detached: true,
      stdio: ["ignore", output, output],
    });
  } catch (error) {
    setImmediate(end, {
      code: null,
      detail: `can't be run: ${errorText(error)}`,
    });
    return { pid: null, signal: () => {} };
  }
  const said = collect(child);
  child.on("error", (error: NodeJS.ErrnoException) => end({ code: null, detail: `can't be run: ${error.code}` }));
  child.on("exit", (code, signal) => {
    afterNextLook(() => {
      const words = listen ? said() : "";
      child.stdout?.destroy();
      child.stderr?.destroy();
      const how = signal ? `killed by ${signal}` : `exit status ${code}`;
      end({ code, detail: words === "" || code === 0 ? how : `${how}: ${words}` });
    });
  });
  return {
    pid: child.pid ?? null,
    signal: (name) => {
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
      try {
        process.kill(-child.pid, name);
      } catch {
        // The group is gone already.
      }
    },
  };
};
