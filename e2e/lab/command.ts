import { spawn } from "node:child_process";

export interface CommandOutput {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const OUTPUT_LIMIT = 4 * 1024 * 1024;

export interface CommandOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Milliseconds until the command is killed. */
  readonly timeout?: number;
}

/** Runs a program to its end without a shell. Rejects only when it can't be started; output beyond 4 MB is dropped. */
export const runCommand = (argv: readonly string[], options: CommandOptions = {}): Promise<CommandOutput> =>
  new Promise((resolve, reject) => {
    const [program = "", ...args] = argv;
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["pipe", "pipe", "pipe"],
      timeout: options.timeout ?? 60_000,
      killSignal: "SIGKILL",
    });
    const out = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8");
      child[name].on("data", (text: string) => {
        if (out[name].length < OUTPUT_LIMIT) out[name] += text;
      });
    }
    child.on("error", (error) => reject(new Error(`${program}: ${error.message}`)));
    child.on("close", (status) => resolve({ status, ...out }));
    child.stdin.on("error", () => {});
    child.stdin.end(options.input ?? "");
  });

/** As runCommand, but anything other than exit status 0 is an error that shows what the program said. */
export const mustRun = async (argv: readonly string[], options: CommandOptions = {}): Promise<string> => {
  const output = await runCommand(argv, options);
  if (output.status === 0) return output.stdout;
  const said = (output.stderr.trim() || output.stdout.trim()).slice(-2000);
  throw new Error(`${argv.join(" ")}: exit status ${output.status ?? "by signal or time limit"}: ${said}`);
};
