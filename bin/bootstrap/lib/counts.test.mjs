import { join } from "node:path";
import { expect, test } from "vitest";
import {
  add,
  allSkipped,
  anyFailed,
  playwrightCounts,
  scenarioCounts,
  settle,
  vitestCounts,
  vitestTally,
  without,
} from "./counts.mjs";
import { root } from "./paths.mjs";

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

const file = (name, status, ...tests) => ({
  name: join(root, name),
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

test("vitest: files that are counted elsewhere take their counts with them", () => {
  const report = {
    numPassedTests: 4,
    numFailedTests: 1,
    numPendingTests: 3,
    testResults: [
      file("a.test.ts", "passed", "passed", "passed"),
      file("b.test.ts", "failed", "passed", "failed", "skipped"),
      file("c.test.ts", "failed"),
      file("d.test.ts", "passed", "skipped", "skipped"),
      file("e.test.ts", "passed", "passed"),
    ],
  };
  const counts = vitestCounts(report);
  expect(counts).toEqual({ passed: 4, failed: 2, skipped: 3 });
  const failed = vitestTally(report, anyFailed);
  expect(failed).toEqual({ files: ["b.test.ts", "c.test.ts"], passed: 1, failed: 2, skipped: 1 });
  const skipped = vitestTally(report, allSkipped);
  expect(skipped).toEqual({ files: ["d.test.ts"], passed: 0, failed: 0, skipped: 2 });
  expect(without(without(counts, failed), skipped)).toEqual({ passed: 3, failed: 0, skipped: 0 });
  expect(vitestTally(null, anyFailed).files).toEqual([]);
});

test("what two runs say together", () => {
  const one = { passed: 1, failed: 1, skipped: 0, failures: ["a"] };
  const other = { passed: 2, failed: 0, skipped: 1, unsteady: ["b"] };
  expect(add(one, other)).toEqual({ passed: 3, failed: 1, skipped: 1, failures: ["a"], unsteady: ["b"] });
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
