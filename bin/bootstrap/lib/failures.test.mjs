import { expect, test } from "vitest";
import { briefly, playwrightFailures, scenarioFailures, vitestFailures } from "./failures.mjs";

test("vitest: the failed tests with their first message, and a file that does not load", () => {
  const report = {
    testResults: [
      {
        name: "a.test.ts",
        status: "failed",
        assertionResults: [
          { status: "failed", fullName: "a fails", failureMessages: ["\u001b[31mexpected 1\n  to be 2\u001b[0m"] },
          { status: "passed", fullName: "a passes" },
        ],
      },
      { name: "b.test.ts", status: "failed", message: "no such module", assertionResults: [] },
    ],
  };
  expect(vitestFailures(report)).toEqual(["a fails: expected 1 to be 2", "b.test.ts: no such module"]);
  expect(vitestFailures(null)).toEqual([]);
});

test("playwright: specs of suites within suites, and errors outside any test", () => {
  const spec = { title: "a drill", ok: false, tests: [{ results: [{ errors: [{ message: "timed out" }] }] }] };
  const report = { suites: [{ suites: [{ specs: [spec, { title: "fine", ok: true }] }] }], errors: [{ message: "x" }] };
  expect(playwrightFailures(report)).toEqual(["a drill: timed out", "outside any test: x"]);
});

test("scenario: the steps that did not hold", () => {
  const steps = [
    { title: "one", passed: true, sentence: "fine" },
    { title: "two", passed: false, sentence: "gap 3 s" },
  ];
  expect(scenarioFailures({ steps })).toEqual(["two: gap 3 s"]);
});

test("many failures are cut, and said to be", () => {
  const lines = briefly(Array.from({ length: 9 }, (_, i) => `test ${i}`)).split("\n");
  expect(lines).toHaveLength(7);
  expect(lines.at(-1)).toBe("and 3 more");
  expect(briefly([])).toBe("");
});
