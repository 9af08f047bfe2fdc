import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fromReport, settle, vitestCounts } from "./counts.mjs";
import { vitestFailures } from "./failures.mjs";
import { root, testDir, toolEnv } from "./paths.mjs";
import { runStage } from "./run-stage.mjs";

/** Runs vitest (in the VM by a `prefix` of words) and resolves with { file, passed, failed, skipped, failures }; `file` is its report. */
export async function vitest(name, args, limitMs, { prefix = [], env = toolEnv(), dir = testDir } = {}) {
  const file = reportFile(name, dir);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await runStage([...prefix, "vitest", "run", ...reporters, ...args], { env, limitMs });
  return { file, ...settle(fromReport(file, vitestCounts), code), failures: fromReport(file, vitestFailures) };
}

/** A report of this run: an older one is removed first. */
export function reportFile(name, dir = testDir) {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

/** Where a run inside the VM can write its report too. */
export const sharedReports = join(root, ".baton/share/reports");
