import { spawn } from "node:child_process";
import { env } from "./debian.ts";
import { exitStatus, startFailureStatus } from "./exit-status.ts";
import type { Kernel, RunOptions } from "./kernel.ts";

/** This machine's own kernel. Programs of the private root are found after the system's. */
export const nativeKernel = (): Kernel => ({ kind: "native", run, close: () => Promise.resolve() });

const run = (argv: readonly string[], options: RunOptions = {}): Promise<number> =>
  new Promise((resolve) => {
    const [file = "", ...args] = argv;
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...env(), ...options.env },
      stdio: [options.stdin ?? "ignore", options.onStdout ? "pipe" : "inherit", options.onStderr ? "pipe" : "inherit"],
    });
    const abort = (): void => {
      child.kill("SIGTERM");
    };
    const finish = (status: number): void => {
      options.signal?.removeEventListener("abort", abort);
      resolve(status);
    };
    child.once("spawn", () => {
      options.onStart?.((signal) => child.kill(signal));
      if (options.signal?.aborted === true) abort();
      options.signal?.addEventListener("abort", abort);
    });
    child.stdout?.on("data", (chunk: Uint8Array) => options.onStdout?.(chunk));
    child.stderr?.on("data", (chunk: Uint8Array) => options.onStderr?.(chunk));
    child.once("error", (error: NodeJS.ErrnoException) => {
      process.stderr.write(`${file}: ${error.message}\n`);
      finish(startFailureStatus(error));
    });
    child.once("close", (code, signal) => finish(exitStatus(code, signal)));
  });
