import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { root } from "./paths.mjs";

/*
 * How many tests of a stage passed and failed, from the reports its tool wrote. A report that is missing or unreadable
 * gives null: the stage crashed.
 */
const readReport = (file) => {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
};

/** vitest's JSON reporter. A file that does not even load has no tests in it, and counts as one that failed. */
export function vitestCounts(report) {
  if (typeof report?.numPassedTests !== "number") return null;
  const unloaded = (report.testResults ?? []).filter(
    (file) => file.status === "failed" && !(file.assertionResults ?? []).some((test) => test.status === "failed"),
  );
  const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded.length, skipped };
}

const testsOf = (file) => file.assertionResults ?? [];
const numberOf = (file, status) => testsOf(file).filter((test) => test.status === status).length;

export const allSkipped = (file) =>
  testsOf(file).length > 0 && numberOf(file, "passed") + numberOf(file, "failed") === 0;
export const anyFailed = (file) => file.status === "failed";

/** The files of a vitest report that are `chosen`, below the root, and what they add to the report's counts. */
export function vitestTally(report, chosen) {
  const files = (report?.testResults ?? []).filter(chosen);
  const sum = (count) => files.reduce((total, file) => total + count(file), 0);
  const passed = sum((file) => numberOf(file, "passed"));
  // A file that does not load counts as one failure.
  const failed = sum((file) => numberOf(file, "failed") || Number(file.status === "failed"));
  const skipped = sum((file) => testsOf(file).length) - passed - sum((file) => numberOf(file, "failed"));
  return { files: files.map(({ name }) => relative(root, name)), passed, failed, skipped };
}

/** Both together, with what either says of failures. */
export const add = (one, other) => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
  failures: [...(one.failures ?? []), ...(other.failures ?? [])],
  unsteady: [...(one.unsteady ?? []), ...(other.unsteady ?? [])],
});

/** The counts without those of some files, which are counted elsewhere. */
export const without = (counts, tally) => ({
  ...counts,
  passed: counts.passed - tally.passed,
  failed: counts.failed - tally.failed,
  skipped: counts.skipped - tally.skipped,
});

/** Playwright's JSON reporter. A flaky test passed only when repeated: it counts as failed. */
export function playwrightCounts(report) {
  const stats = report?.stats;
  if (typeof stats?.expected !== "number") return null;
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + (report.errors ?? []).length,
    skipped: stats.skipped,
  };
}

/** The report of `baton lab scenario --report`. */
export function scenarioCounts(report) {
  if (typeof report?.passed !== "number" || typeof report?.failed !== "number") return null;
  return { passed: report.passed, failed: report.failed, skipped: 0 };
}

export const fromReport = (file, parse) => parse(readReport(file));

/** A tool that ends badly though no test failed (a crash, an unhandled error, no test at all) counts as one failure. */
export function settle(counts, exitCode) {
  if (counts === null) return { passed: 0, failed: 1, skipped: 0 };
  if (exitCode !== 0 && counts.failed === 0) return { ...counts, failed: 1 };
  return counts;
}
