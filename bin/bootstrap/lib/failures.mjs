/*
 * Which tests of a stage failed and why, in short, from the reports its tool wrote: the end of a run's output says what
 * to look at, wherever only the end is kept.
 */

const KEPT_TESTS = 6;
const KEPT_CHARACTERS = 400;

/** vitest's JSON reporter; a file that does not load is named with its error. */
export const vitestFailures = (report) =>
  (report?.testResults ?? []).flatMap((file) => {
    const failed = (file.assertionResults ?? []).filter(({ status }) => status === "failed");
    if (failed.length > 0) return failed.map((test) => entry(test.fullName, test.failureMessages?.[0]));
    return file.status === "failed" ? [entry(file.name, file.message)] : [];
  });

/** Playwright's JSON reporter: suites within suites, and errors outside any test. */
export const playwrightFailures = (report) => [
  ...(report?.suites ?? []).flatMap(failuresOfSuite),
  ...(report?.errors ?? []).map((error) => entry("outside any test", error.message)),
];

const failuresOfSuite = (suite) => [
  ...(suite.specs ?? []).filter(({ ok }) => !ok).map((spec) => entry(spec.title, firstError(spec))),
  ...(suite.suites ?? []).flatMap(failuresOfSuite),
];

const firstError = (spec) =>
  (spec.tests ?? []).flatMap(({ results }) => results ?? []).flatMap(({ errors }) => errors ?? [])[0]?.message;

/** The report of `baton lab scenario --report`. */
export const scenarioFailures = (report) =>
  (report?.steps ?? []).filter(({ passed }) => !passed).map((step) => entry(step.title, step.sentence));

// biome-ignore lint/suspicious/noControlCharactersInRegex: it takes the colours out
const COLOUR = /\u001b\[[0-9;]*m/g;

const entry = (test, why = "no reason given") => {
  const text = String(why).replaceAll(COLOUR, "").replaceAll(/\s+/g, " ").trim();
  return `${test}: ${text.length > KEPT_CHARACTERS ? `${text.slice(0, KEPT_CHARACTERS)}...` : text}`;
};

/** The first failures, a line each, and how many more there are; empty when there are none. */
export function briefly(failures) {
  const more = failures.length - KEPT_TESTS;
  return [...failures.slice(0, KEPT_TESTS), ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}
