import { constants } from "node:os";
import { main, SetupError } from "./lib/command.mjs";
import { briefly } from "./lib/failures.mjs";
import { endCurrent, hasCurrent } from "./lib/run-stage.mjs";
import { setUp } from "./lib/set-up.mjs";
import { stages } from "./lib/stages.mjs";
import { seconds, sinceStart } from "./lib/steps.mjs";

/** `npm test [-- --only unit,scenario]`: set-up with the tests' peers, then every stage; one that fails hides no other. */
main(async () => {
  const chosen = choose(process.argv.slice(2));
  let interrupted = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      process.exitCode = 128 + constants.signals[signal];
      // A stage that runs ends, tidies up and is the last one.
      if (!interrupted && hasCurrent()) endCurrent();
      else process.exit();
      interrupted = true;
    });
  }
  const results = [];
  results.push(await runOne({ name: "set-up", run: setUpStage }));
  for (const stage of chosen) {
    if (interrupted) return;
    results.push(await runOne(stage));
  }
  if (interrupted) return;
  report(results);
});

function choose(args) {
  if (args.length === 0) return stages;
  const value = args[0]?.startsWith("--only=")
    ? args[0].slice("--only=".length)
    : args[0] === "--only"
      ? args[1]
      : undefined;
  const names = value?.split(",") ?? [];
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (names.length === 0 || unknown.length > 0) {
    throw new SetupError(`usage: npm test -- [--only ${stages.map((stage) => stage.name).join(",")}]`);
  }
  return stages.filter((stage) => names.includes(stage.name));
}

/** No test by itself, so it adds nothing when it works; when it does not, the other stages still show what they can. */
async function setUpStage() {
  await setUp({ tests: true });
  return { passed: 0, failed: 0, skipped: 0 };
}

async function runOne({ name, run }) {
  process.stdout.write(`\n=== ${name} ===\n`);
  const begin = Date.now();
  const counts = await run().catch((error) => {
    process.stdout.write(`${error instanceof SetupError ? error.message : (error?.stack ?? error)}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  const line = resultLine(name, counts, Date.now() - begin);
  process.stdout.write(`${line}\n`);
  return { line, ...counts };
}

const resultLine = (name, { passed, failed, skipped }, tookMs) =>
  `${failed === 0 ? "ok  " : "FAIL"} ${name}: ${passed} ok, ${failed} bad${skipped > 0 ? `, ${skipped} skipped` : ""} (${seconds(tookMs)})`;

/** What failed and why, shortly before the end; the last line stands alone and counts the whole run. */
function report(results) {
  const failures = briefly(results.flatMap(({ failures = [] }) => failures));
  if (failures !== "") process.stdout.write(`\n=== what failed ===\n${failures}\n`);
  const unsteady = briefly(results.flatMap(({ unsteady = [] }) => unsteady));
  if (unsteady !== "") process.stdout.write(`\n=== failed first, and was run again alone ===\n${unsteady}\n`);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  process.stdout.write(`\n=== all stages (${sinceStart()}) ===\n${results.map(({ line }) => line).join("\n")}\n\n`);
  process.stdout.write(`${sum("passed")} passed, ${sum("failed")} failed\n`);
  if (sum("failed") > 0) process.exitCode = 1;
}
