import { join } from "node:path";
import { add, allSkipped, anyFailed, fromReport, vitestTally, without } from "./counts.mjs";
import { root } from "./paths.mjs";
import { peerEnv } from "./peers.mjs";
import { sharedReports, vitest } from "./vitest-stage.mjs";

const minute = 60_000;

/** Tests that mostly wait for a protocol's timers: two of them at a time, and nothing else. */
const waiting = ["app/vrrp/", "app/bfd/"];
/** Those that watch the clock, with a probe every few milliseconds, or that start the VM: one at a time. */
const timed = ["app/witness/", "e2e/vm/"];

/** More files than these are not the machine's fault. */
const MOST_AGAIN = 3;

/**
 * In namespaces of this kernel; a file whose tests all skipped themselves, because this kernel has no IPVS or no ipvlan,
 * runs again in the kernel that `lab exec` gives it.
 */
export async function integration() {
  const apart = [...waiting, ...timed].map((folder) => `--exclude=**/${folder}**`);
  const sideBySide = await here("integration", ["--maxWorkers=2", ...apart], 15 * minute);
  const inPairs = await here("integration-waiting", ["--maxWorkers=2", ...waiting], 15 * minute);
  const alone = await here("integration-timed", ["--no-file-parallelism", ...timed], 10 * minute);
  const skipped = [sideBySide, inPairs].map(({ file }) =>
    fromReport(file, (report) => vitestTally(report, allSkipped)),
  );
  const native = [sideBySide, inPairs, alone].reduce(add);
  const files = skipped.flatMap((tally) => tally.files);
  if (files.length === 0) return native;
  process.stdout.write(`\nskipped here, so again in a kernel with IPVS: ${files.join(" ")}\n`);
  return add(skipped.reduce(without, native), await inVm("ipvs", files));
}

const here = (name, args, limitMs) => judged(name, args, (...run) => vitest(...run, limitMs, { env: peerEnv() }));

const inVm = (name, files) => {
  const prefix = [join(root, "bin/baton"), "lab", "exec", "--"];
  const run = (...what) => vitest(...what, 20 * minute, { prefix, env: peerEnv(), dir: sharedReports });
  return judged(name, ["--no-file-parallelism", ...files], run);
};

/**
 * These tests watch real timers of real programs, and a machine that stands still for seconds, or has more to do than
 * this, fails them. So a file that failed is run once more, alone, and that counts; what passed only then is told at
 * the end of the output.
 */
async function judged(name, args, run) {
  const project = "--project=integration";
  const first = await run(name, [project, ...args]);
  const failed = fromReport(first.file, (report) => vitestTally(report, anyFailed));
  if (failed.files.length === 0 || failed.files.length > MOST_AGAIN) return first;
  process.stdout.write(`\nfailed, so once more and alone: ${failed.files.join(" ")}\n`);
  const second = await run(`${name}-again`, [project, "--no-file-parallelism", ...failed.files]);
  const counts = add(without(first, failed), second);
  return { ...counts, file: first.file, failures: second.failures, unsteady: first.failures };
}
