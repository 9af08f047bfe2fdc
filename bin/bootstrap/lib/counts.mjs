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

/** The files of a vitest report in which every test was skipped, below the root, and how many tests that are. */
export function skippedFiles(file) {
  const ran = (test) => test.status === "passed" || test.status === "failed";
  const files = (readReport(file)?.testResults ?? []).filter(
    ({ assertionResults }) => (assertionResults ?? []).length > 0 && !assertionResults.some(ran),
  );
  return {
    files: files.map(({ name }) => relative(root, name)),
    tests: files.reduce((total, { assertionResults }) => total + assertionResults.length, 0),
  };
}

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
