import { existsSync } from "node:fs";
import { join } from "node:path";
import { fromReport, playwrightCounts, scenarioCounts, settle } from "./counts.mjs";
import { playwrightFailures, scenarioFailures } from "./failures.mjs";
import { integration } from "./integration.mjs";
import { lintChecks } from "./lint.mjs";
import { root, toolEnv } from "./paths.mjs";
import { peerEnv } from "./peers.mjs";
import { runStage } from "./run-stage.mjs";
import { reportFile, vitest } from "./vitest-stage.mjs";

const minute = 60_000;

/** The stages of `npm test` in order; each resolves with { passed, failed, skipped, failures? } and never rejects for a failing test. */
export const stages = [
  { name: "format", run: () => single(["biome", "format", "."], 2 * minute) },
  { name: "lint", run: lint },
  { name: "types", run: () => single(["tsc", "-b"], 5 * minute) },
  { name: "unit", run: unit },
  { name: "integration", run: integration },
  { name: "scenario", run: scenario },
  { name: "browser", run: browser },
];

async function single(argv, limitMs) {
  const code = await runStage(argv, { env: toolEnv(), limitMs });
  return settle({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }, code);
}

async function lint() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, check } of lintChecks) {
    const found = await check();
    process.stdout.write(found === "" ? `${name}: clean\n` : `${name}:\n${found}\n`);
    counts[found === "" ? "passed" : "failed"] += 1;
  }
  return counts;
}

/** Unit tests leave nothing behind in their process, so files share it: a third of the time that isolation costs. */
async function unit() {
  return vitest("unit", ["--no-isolate", "--project=node", "--project=web"], 5 * minute);
}

async function scenario() {
  const file = reportFile("scenario");
  const argv = [join(root, "bin/baton"), "lab", "scenario", "article", "--report", file];
  const code = await runStage(argv, { env: toolEnv(), limitMs: 10 * minute });
  return { ...settle(fromReport(file, scenarioCounts), code), failures: fromReport(file, scenarioFailures) };
}

async function browser() {
  const config = ["e2e/playwright.config.ts", "e2e/browser/playwright.config.ts"].find((path) =>
    existsSync(join(root, path)),
  );
  if (config === undefined) {
    process.stdout.write("there is no e2e/playwright.config.ts, so no browser test ran\n");
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const file = reportFile("browser");
  const env = { ...peerEnv(), PLAYWRIGHT_JSON_OUTPUT_NAME: file, PLAYWRIGHT_HTML_OPEN: "never" };
  const argv = [
    join(root, "e2e/node_modules/.bin/playwright"),
    "test",
    "--config",
    join(root, config),
    "--reporter=list,json",
  ];
  const code = await runStage(argv, { cwd: join(root, "e2e"), env, limitMs: 15 * minute });
  // The lab is no child of the tests: when they were ended before their own end it is still there.
  if (code !== 0)
    await runStage([join(root, "bin/baton"), "lab", "down"], { env, limitMs: 2 * minute, tidiesUp: true });
  return { ...settle(fromReport(file, playwrightCounts), code), failures: fromReport(file, playwrightFailures) };
}
