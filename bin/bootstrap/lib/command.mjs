import { spawn } from "node:child_process";
import { say } from "./language.mjs";
import { root } from "./paths.mjs";

/** A failure the user can act on: what went wrong, and the remedy in the same text. Printed without a stack. */
export class SetupError extends Error {}

const tailLimit = 16_384;

/**
 * Runs argv without a shell. Output is kept (the last 16 KiB) and shown only when the command fails, unless
 * `show` passes it through. Resolves with { code, output }; rejects with SetupError when `check` (default) and code != 0.
 */
export function run(
  argv,
  { cwd = root, env = process.env, show = false, check = true, remedy = "", keep = tailLimit } = {},
) {
  const [file, ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env,
      stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
    });
    let output = "";
    const collect = (chunk) => {
      output = (output + chunk).slice(-keep);
    };
    child.stdout?.setEncoding("utf8").on("data", collect);
    child.stderr?.setEncoding("utf8").on("data", collect);
    child.once("error", (error) =>
      reject(new SetupError(`${say(`${file} could not be started: ${error.message}.`)} ${say(remedy)}`.trim())),
    );
    child.once("close", (exitCode, signal) => {
      const code = exitCode ?? 1;
      if (!check || code === 0) return resolve({ code, output });
      const how = signal === null ? `exit ${code}` : signal;
      const tail = output.trimEnd().split("\n").slice(-25).join("\n");
      const what = say(`\`${argv.join(" ")}\` failed (${how}).`);
      reject(new SetupError(`${what}${remedy && ` ${say(remedy)}`}${tail && `\n${tail}`}`));
    });
  });
}

/** Standard output alone, up to `keep` bytes. */
export async function capture(argv, { cwd = root, env = process.env, remedy = "" } = {}) {
  const [file, ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const out = [];
    let errors = "";
    child.stdout.on("data", (chunk) => out.push(chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      errors = (errors + chunk).slice(-tailLimit);
    });
    child.once("error", (error) =>
      reject(new SetupError(`${say(`${file} could not be started: ${error.message}.`)} ${say(remedy)}`.trim())),
    );
    child.once("close", (code) => {
      if (code === 0) return resolve(Buffer.concat(out).toString("utf8"));
      const what = say(`\`${argv.join(" ")}\` failed (exit ${code}).`);
      reject(new SetupError(`${what} ${say(remedy)}\n${errors.trimEnd()}`));
    });
  });
}

/** Runs a script's main; a SetupError becomes one plain message and exit 1. */
export function main(body) {
  body().catch((error) => {
    process.stderr.write(
      error instanceof SetupError ? `\nbaton: ${say(error.message)}\n` : `\nbaton: ${error?.stack ?? error}\n`,
    );
    process.exitCode = 1;
  });
}
