import { join } from "node:path";
import { type ExecEndpoint, type ExecInput, execute } from "./exec-client.ts";
import type { Kernel, RunOptions } from "./kernel.ts";
import { repositoryRoot } from "./paths.ts";

/** The VM's kernel. `close` is the caller's: an attached VM belongs to someone else. */
export const vmKernel = (endpoint: ExecEndpoint, close: () => Promise<void>): Kernel => ({
  kind: "vm",
  run: (argv, options = {}) => run(endpoint, argv, options),
  close,
});

const inGuest = (environment: Record<string, string>): Record<string, string> => {
  const preload = `--require ${JSON.stringify(join(repositoryRoot(), "e2e", "vm", "webassembly-once.cjs"))}`;
  return { ...environment, NODE_OPTIONS: `${environment.NODE_OPTIONS ?? ""} ${preload}`.trim(), BATON_IN_VM: "1" };
};

const run = async (endpoint: ExecEndpoint, argv: readonly string[], options: RunOptions): Promise<number> => {
  const inherited = Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  const environment = inGuest({ ...Object.fromEntries(inherited), ...options.env });
  const request = { kind: "run", argv, cwd: options.cwd ?? process.cwd(), env: environment } as const;
  const writeError = (chunk: Uint8Array): void => {
    if (options.onStderr) options.onStderr(chunk);
    else process.stderr.write(chunk);
  };
  let release = (): void => {};
  const exit = await execute(endpoint, request, {
    onStdout: options.onStdout ?? ((chunk) => process.stdout.write(chunk)),
    onStderr: writeError,
    onStarted: (input) => {
      release = connect(input, options);
    },
  }).finally(() => release());
  if (exit.error !== null) writeError(new TextEncoder().encode(`${exit.error}\n`));
  return exit.status;
};

/** Ties stdin, the abort signal and forwarded signals to the running command; the answer unties them. */
const connect = (input: ExecInput, options: RunOptions): (() => void) => {
  const abort = (): void => input.signal("SIGTERM");
  if (options.signal?.aborted === true) abort();
  options.signal?.addEventListener("abort", abort);
  options.onStart?.((signal) => input.signal(signal));
  const releaseStdin = options.stdin === "inherit" ? pumpStdin(input) : input.end();
  return () => {
    options.signal?.removeEventListener("abort", abort);
    releaseStdin?.();
  };
};

const pumpStdin = (input: ExecInput): (() => void) => {
  const { stdin } = process;
  const onData = (chunk: Uint8Array): void => {
    if (input.write(chunk)) return;
    stdin.pause();
    input.onceDrained(() => stdin.resume());
  };
  const onEnd = (): void => input.end();
  stdin.on("data", onData);
  stdin.once("end", onEnd);
  return () => {
    stdin.off("data", onData);
    stdin.off("end", onEnd);
    stdin.pause();
    // A terminal or pipe that is still open must not keep the process alive.
    if ("unref" in stdin && typeof stdin.unref === "function") stdin.unref();
  };
};
