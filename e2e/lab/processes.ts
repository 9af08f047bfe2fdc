import { type ChildProcess, spawn } from "node:child_process";
import { appendFile, close, open } from "node:fs";
import { open as openFile } from "node:fs/promises";
import { promisify } from "node:util";

const openFd = promisify(open);
const closeFd = promisify(close);

export interface LabProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves with what ended it, never rejects. */
  readonly exited: Promise<string>;
  running(): boolean;
  kill(signal: NodeJS.Signals): void;
}

export interface SpawnOptions {
  readonly name: string;
  readonly namespace: string;
  readonly argv: readonly string[];
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/**
 * Starts a program inside a namespace; `ip netns exec` becomes the program itself, so the pid is the program's.
 * It gets a session of its own: a Ctrl-C at the lab's terminal must reach the lab alone, which then stops
 * everything in order.
 */
export const spawnInNamespace = async (options: SpawnOptions): Promise<LabProcess> => {
  const log = await openFd(options.logFile, "a", 0o600);
  try {
    const child = spawn("ip", ["netns", "exec", options.namespace, ...options.argv], {
      cwd: options.cwd ?? "/",
      env: options.env ?? process.env,
      stdio: ["ignore", log, log],
      detached: true,
    });
    return await tracked(child, options);
  } finally {
    await closeFd(log);
  }
};

const tracked = (child: ChildProcess, options: SpawnOptions): Promise<LabProcess> =>
  new Promise((resolve, reject) => {
    let running = true;
    const exited = new Promise<string>((ended) => {
      child.on("exit", (status, signal) => {
        running = false;
        const how = signal === null ? `exit status ${status}` : `signal ${signal}`;
        // A part that died alone leaves no word of its own in its log.
        appendFile(options.logFile, `(${options.name} ended by ${how})\n`, () => ended(how));
      });
    });
    child.on("error", (error) => {
      running = false;
      reject(new Error(`${options.name}: ${error.message}`));
    });
    child.on("spawn", () =>
      resolve({
        name: options.name,
        pid: child.pid ?? 0,
        logFile: options.logFile,
        exited,
        running: () => running,
        kill: (signal) => {
          if (running) child.kill(signal);
        },
      }),
    );
  });

/** Asks, waits, and after `graceMs` insists. Returns the milliseconds it took. */
export const stopProcess = async (
  target: LabProcess,
  graceMs: number,
  signal: NodeJS.Signals = "SIGTERM",
): Promise<number> => {
  const start = performance.now();
  target.kill(signal);
  const insist = setTimeout(() => target.kill("SIGKILL"), graceMs);
  await target.exited;
  clearTimeout(insist);
  return performance.now() - start;
};

const TAIL_BYTES = 64 * 1024;

/** The last lines of a log, for an error that shows its evidence. Empty when there is no such file. */
export const tail = async (file: string, lines = 15): Promise<string> => {
  try {
    const handle = await openFile(file, "r");
    try {
      const { size } = await handle.stat();
      const length = Math.min(size, TAIL_BYTES);
      const { buffer } = await handle.read({ buffer: Buffer.alloc(length), position: size - length });
      return buffer.toString("utf8").trimEnd().split("\n").slice(-lines).join("\n");
    } finally {
      await handle.close();
    }
  } catch {
    return "";
  }
};
