import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const LIMIT_MS = 60_000;
const POLL_MS = 2;

export interface Measured {
  readonly ms: number;
  /** VmHWM as last seen; only looked for when asked, because looking costs time. */
  readonly peakBytes: number;
}

/** The kernel's own high-water mark; 0 once the process is gone. */
const peakOf = (pid: number): number => {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(found?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
};

/** From the start of a process to its end, its output thrown away. Any other exit status than `accepted` is an error. */
export const measure = (
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  watchMemory: boolean,
  accepted: readonly number[] = [0],
): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const [program = "", ...args] = argv;
    const start = performance.now();
    const child = spawn(program, args, { env, stdio: "ignore", timeout: LIMIT_MS, killSignal: "SIGKILL" });
    let peakBytes = 0;
    const look = (): void => {
      peakBytes = Math.max(peakBytes, peakOf(child.pid ?? 0));
    };
    const timer = watchMemory ? setInterval(look, POLL_MS) : undefined;
    child.on("error", reject);
    child.on("exit", (status) => {
      const ms = performance.now() - start;
      clearInterval(timer);
      if (status !== null && accepted.includes(status)) resolve({ ms, peakBytes });
      else reject(new Error(`${argv.join(" ")}: ended with ${status ?? "a signal"}`));
    });
  });
