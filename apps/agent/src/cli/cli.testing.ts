import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** For tests: the command line, run from source, in a network namespace of its own or in ours. */
const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  err(): string;
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string | null>;
}

const argv = (namespace: string | null, args: readonly string[]): [string, ...string[]] =>
  namespace === null
    ? [process.execPath, MAIN, ...args]
    : ["ip", "netns", "exec", namespace, process.execPath, MAIN, ...args];

/** Whoever runs the tests, the command line speaks English, unless it is asked for another language. */
const env = { ...process.env, LC_ALL: "C" };

export const startBaton = (
  namespace: string | null,
  args: readonly string[],
  output: "ignore" | "pipe" = "ignore",
): Running => {
  const [file, ...rest] = argv(namespace, args);
  const child = spawn(file, rest, { stdio: ["ignore", output, "pipe"], env });
  let err = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    err = (err + text).slice(-200_000);
  });
  const ended = new Promise<number | string | null>((resolve) =>
    child.on("close", (code, signal) => resolve(signal ?? code)),
  );
  return { child, err: () => err, ended };
};

export const runBaton = (namespace: string | null, args: readonly string[]): Promise<Ran> =>
  runProgram(argv(namespace, args));

/** With a stdout that does not wait, as a pipe is that a Node program has used before. */
export const runBatonImpatiently = (args: readonly string[]): Promise<Ran> => {
  const command = JSON.stringify([MAIN, ...args]);
  const script = `process.stdout.write(""); require("node:child_process").spawnSync(process.execPath, ${command}, { stdio: "inherit" })`;
  return runProgram([process.execPath, "-e", script]);
};

const runProgram = ([file, ...rest]: readonly [string, ...string[]]): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(file, rest, { stdio: ["ignore", "pipe", "pipe"], env });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.on("close", (code) => resolve({ code, out, err }));
  });

export const ip = (...args: readonly string[]): string =>
  execFileSync("ip", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** A namespace with nothing but loopback: no way out. */
export const withNamespace = async (name: string, work: () => Promise<void>): Promise<void> => {
  try {
    ip("netns", "del", name);
  } catch {
    // There was none left over from a run that was cut short.
  }
  ip("netns", "add", name);
  try {
    ip("-n", name, "link", "set", "lo", "up");
    await work();
  } finally {
    ip("netns", "del", name);
  }
};

/** A director's eth0, 192.168.1.2/24, on a cable that nobody else is on. */
export const linkToNowhere = (namespace: string): void => {
  ip("-n", namespace, "link", "add", "eth0", "type", "veth", "peer", "name", "far");
  ip("-n", namespace, "link", "set", "far", "up");
  ip("-n", namespace, "addr", "add", "192.168.1.2/24", "dev", "eth0");
  ip("-n", namespace, "link", "set", "eth0", "up");
};
