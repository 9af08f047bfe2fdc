import { spawn } from "node:child_process";
import { constants } from "node:os";
import { root } from "./paths.mjs";

/** Enough for the lab to remove its namespaces after SIGTERM. */
const graceMs = 20_000;
let current = null;
let ending = false;

/**
 * Runs a stage's command with its output shown, in a process group of its own; resolves with its exit status. At the
 * limit the whole group gets SIGTERM, then SIGKILL, and the status is 124. Once the run is being ended only what tidies
 * up still starts.
 */
export function runStage(argv, { cwd = root, env, limitMs, tidiesUp = false }) {
  if (ending && !tidiesUp) return Promise.resolve(130);
  const [file, ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"], detached: true });
    current = child;
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      process.stdout.write(`stopped: over its limit of ${limitMs / 60_000} minutes\n`);
      endGroup(child);
    }, limitMs);
    const finish = (status) => {
      clearTimeout(limit);
      current = null;
      resolve(late ? 124 : status);
    };
    child.once("error", (error) => {
      process.stdout.write(`${file} could not be started: ${error.message}\n`);
      finish(127);
    });
    child.once("close", (code, signal) => finish(code ?? 128 + constants.signals[signal]));
  });
}

export const hasCurrent = () => current !== null;

/** Ends the stage that runs now, and lets no other begin. */
export function endCurrent() {
  ending = true;
  if (current !== null) endGroup(current);
}

function endGroup(child) {
  const signalGroup = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Ended meanwhile.
    }
  };
  signalGroup("SIGTERM");
  const killer = setTimeout(() => signalGroup("SIGKILL"), graceMs);
  child.once("close", () => clearTimeout(killer));
}
