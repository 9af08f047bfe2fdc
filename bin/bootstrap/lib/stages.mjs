import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fromReport, playwrightCounts, scenarioCounts, settle, skippedFiles, vitestCounts } from "./counts.mjs";
import { debianEnv } from "./debian.mjs";
import { playwrightFailures, scenarioFailures, vitestFailures } from "./failures.mjs";
import { fontsFile } from "./fonts.mjs";
import { lintChecks } from "./lint.mjs";
import { debianDir, root, testDir, toolEnv } from "./paths.mjs";
import { runStage } from "./run-stage.mjs";

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

async function vitest(name, args, limitMs, prefix = [], env = toolEnv()) {
  const file = reportFile(name);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await runStage([...prefix, "vitest", "run", ...reporters, ...args], { env, limitMs });
  return { ...settle(fromReport(file, vitestCounts), code), failures: fromReport(file, vitestFailures) };
}

/** Unit tests leave nothing behind in their process, so files share it: a third of the time that isolation costs. */
async function unit() {
  return vitest("unit", ["--no-isolate", "--project=node", "--project=web"], 5 * minute);
}

/** Integration tests that mostly wait for a protocol's timers: two of them at a time, and nothing else. */
const waiting = ["app/vrrp/", "app/bfd/"];
/** Those that watch the clock, with a probe every few milliseconds, or that start the VM: one at a time. */
const timed = ["app/witness/", "e2e/vm/"];

/**
 * In namespaces of this kernel. A file whose tests all skipped themselves, because this kernel has no IPVS or no ipvlan, runs again
 * in the kernel that `lab exec` gives it.
 */
async function integration() {
  const env = peerEnv();
  const apart = [...waiting, ...timed].map((folder) => `--exclude=**/${folder}**`);
  const only = "--project=integration";
  const sideBySide = await vitest("integration", [only, "--maxWorkers=2", ...apart], 15 * minute, [], env);
  const pairs = await vitest("integration-waiting", [only, "--maxWorkers=2", ...waiting], 15 * minute, [], env);
  const oneByOne = await vitest("integration-timed", [only, "--no-file-parallelism", ...timed], 10 * minute, [], env);
  const here = sum(sum(sideBySide, pairs), oneByOne);
  const reports = ["integration", "integration-waiting"].map((name) => skippedFiles(join(testDir, `${name}.json`)));
  const skipped = {
    files: reports.flatMap(({ files }) => files),
    tests: reports.reduce((count, { tests }) => count + tests, 0),
  };
  if (skipped.files.length === 0) return here;
  process.stdout.write(`\nskipped here, so again in a kernel with IPVS: ${skipped.files.join(" ")}\n`);
  const exec = [join(root, "bin/baton"), "lab", "exec", "--"];
  const there = await vitest(
    "ipvs",
    ["--project=integration", "--no-file-parallelism", ...skipped.files],
    20 * minute,
    exec,
    env,
  );
  return sum({ ...here, skipped: here.skipped - skipped.tests }, there);
}

const sum = (one, other) => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
  failures: [...one.failures, ...other.failures],
});

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

/** A report of this run: an older one is removed first. On the share, so that a run inside the VM can write it. */
function reportFile(name) {
  const dir = name === "ipvs" ? join(root, ".baton/share/reports") : testDir;
  mkdirSync(dir, { recursive: true });
  const file = join(dir, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

/** Where the peers and tools of the tests are; unset when a thing is missing. */
function peerEnv() {
  const at = (...paths) =>
    [...paths.map((path) => join("/", path)), ...paths.map((path) => join(debianDir, path))].find(existsSync);
  const peers = {
    BATON_KEEPALIVED: at("usr/sbin/keepalived"),
    BATON_FRR: at("usr/lib/frr"),
    BATON_POSTGRES: at("usr/lib/postgresql"),
    BATON_TCPDUMP: at("usr/bin/tcpdump", "usr/sbin/tcpdump"),
    BATON_NFT: at("usr/sbin/nft"),
    // The wrapper in /usr/bin names system paths, so a private browser is started by its real file.
    BATON_CHROMIUM: existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : at("usr/lib/chromium/chromium"),
    FONTCONFIG_FILE: existsSync(fontsFile) ? fontsFile : undefined,
  };
  const found = Object.entries(peers).filter(([, value]) => value !== undefined);
  return { ...debianEnv(toolEnv()), ...Object.fromEntries(found) };
}
