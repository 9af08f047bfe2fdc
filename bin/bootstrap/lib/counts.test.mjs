import { expect, test } from "vitest";
import { playwrightCounts, scenarioCounts, settle, vitestCounts } from "./counts.mjs";

test("vitest: a file that does not load counts as one failure", () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    testResults: [
      { status: "failed", assertionResults: [{ status: "failed" }] },
      { status: "failed", assertionResults: [] },
      { status: "passed", assertionResults: [{ status: "passed" }] },
    ],
  };
  expect(vitestCounts(report)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  expect(vitestCounts({})).toBeNull();
});

test("playwright: flaky is failed, an error outside a test is failed", () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 1 };
  expect(playwrightCounts({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 3, skipped: 1 });
  expect(playwrightCounts(null)).toBeNull();
});

test("scenario: the report's own numbers", () => {
  expect(scenarioCounts({ passed: 9, failed: 0 })).toEqual({ passed: 9, failed: 0, skipped: 0 });
  expect(scenarioCounts({})).toBeNull();
});

test("a stage that ends badly has a failure, whatever its report says", () => {
  expect(settle(null, 0).failed).toBe(1);
  expect(settle({ passed: 3, failed: 0, skipped: 0 }, 1).failed).toBe(1);
  expect(settle({ passed: 3, failed: 2, skipped: 0 }, 1).failed).toBe(2);
  expect(settle({ passed: 3, failed: 0, skipped: 0 }, 0).failed).toBe(0);
});
