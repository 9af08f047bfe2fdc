import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { runScenario, SCENARIOS } from "../scenarios/run.ts";
import { shareDir } from "../vm/paths.ts";
import { speak } from "../vm/speech.ts";
import { mustBeAlone, mustBeRoot, PlainError, withIpvs } from "./outer.ts";
import { createProgress } from "./progress.ts";
import { stopSignal } from "./stop-signal.ts";

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const writeReport = async (file: string, report: unknown): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(report, null, 2)}\n`);
  await rename(`${file}.new`, file);
};

interface Request {
  readonly name: string;
  readonly reportFile: string | null;
  /** Step numbers; null means all. */
  readonly only: readonly number[] | null;
}

const runHere = async ({ name, reportFile, only }: Request, signal: AbortSignal): Promise<number> => {
  const steps = (SCENARIOS[name] ?? []).filter((step) => only === null || only.includes(step.number));
  const report = await runScenario({ name, steps, progress: createProgress(say), signal, say });
  if (reportFile !== null) await writeReport(reportFile, report);
  const took = (report.tookMs / 1000).toFixed(0);
  say(speak(`scenario ${name}: ${report.passed} passed, ${report.failed} failed (${took} s)`));
  return report.failed === 0 && report.passed > 0 ? 0 : 1;
};

const scenario = async (request: Request): Promise<void> => {
  const { name, reportFile, only } = request;
  mustBeRoot();
  if (!Object.hasOwn(SCENARIOS, name)) {
    throw new PlainError(`there is no scenario ${name}; there are: ${Object.keys(SCENARIOS).join(", ")}`);
  }
  await mustBeAlone();
  const signal = stopSignal(say);
  // Inside a VM only the share can be written to for good.
  const shared = path.join(shareDir(), `report-${process.pid}.json`);
  const argv = [
    ...["scenario", name],
    ...(reportFile === null ? [] : ["--report", shared]),
    ...(only === null ? [] : ["--only", only.join(",")]),
  ];
  let inVm = false;
  const onKernel = async (kind: "native" | "vm"): Promise<void> => {
    inVm = kind === "vm";
  };
  try {
    process.exitCode = await withIpvs({ port: null, signal, argv, onKernel }, () => runHere(request, signal));
    if (inVm && reportFile !== null) {
      await mkdir(path.dirname(reportFile), { recursive: true });
      await copyFile(shared, reportFile);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (inVm) await rm(shared, { force: true });
  }
  if (signal.aborted) process.exitCode = 130;
};

const parseNumbers = (text: string): number[] => {
  if (!/^\d+(,\d+)*$/.test(text)) throw new InvalidArgumentError("step numbers with commas between them");
  return text.split(",").map(Number);
};

export const registerScenario = (program: Command): void => {
  program
    .command("scenario <name>")
    .description(`prove a scenario on a lab of its own: ${Object.keys(SCENARIOS).join(", ")}`)
    .option("--report <file>", "write the results as JSON")
    .option("--only <numbers>", "only these steps: 5,7", parseNumbers)
    .action((name: string, options: { report?: string; only?: number[] }) =>
      scenario({
        name,
        reportFile: options.report === undefined ? null : path.resolve(options.report),
        only: options.only ?? null,
      }),
    );
};
