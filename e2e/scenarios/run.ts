import { randomBytes } from "node:crypto";
import { errorText } from "@baton/shared/base/error-text.ts";
import { openClient } from "../lab/client/channel.ts";
import type { Lab } from "../lab/lab.ts";
import { startLab, stopLab } from "../lab/lab.ts";
import { LAB_ID } from "../lab/paths.ts";
import type { Progress } from "../lab/progress.ts";
import { failoverSteps } from "./article-failover.ts";
import { steadySteps } from "./article-steady.ts";
import { becomeAdmin } from "./hub-client.ts";
import { ms, type Scene, type Step, type StepResult } from "./step.ts";

export const SCENARIOS: Readonly<Record<string, readonly Step[]>> = { article: [...steadySteps, ...failoverSteps] };

export interface ScenarioReport {
  readonly scenario: string;
  readonly startedAt: string;
  readonly passed: number;
  readonly failed: number;
  readonly tookMs: number;
  /** From the command to lvs1 holding the VIP with everything running. */
  readonly labUpMs: number | null;
  readonly steps: readonly StepResult[];
}

const runStep = async (step: Step, scene: Scene): Promise<StepResult> => {
  const start = performance.now();
  const base = { number: step.number, title: step.title };
  const took = (): number => Math.round(performance.now() - start);
  try {
    await step.prepare?.(scene);
    const proof = await step.run(scene);
    const measuredMs = Math.round(proof.measuredMs * 10) / 10;
    return {
      ...base,
      passed: true,
      sentence: proof.sentence,
      measuredMs,
      tookMs: took(),
      figures: proof.figures ?? {},
    };
  } catch (error) {
    const sentence = errorText(error);
    return { ...base, passed: false, sentence, measuredMs: null, tookMs: took(), figures: {} };
  }
};

const resultLine = (result: StepResult): string =>
  result.passed
    ? `ok ${result.number} - ${result.sentence} [${ms(result.measuredMs ?? 0)}]`
    : `FAILED ${result.number} - ${result.title}\n    ${result.sentence.replaceAll("\n", "\n    ")}`;

const openScene = async (lab: Lab, signal: AbortSignal): Promise<Scene> => {
  const link = await lab.hub.setupLink();
  if (link === null) throw new Error(`the hub gave no set-up link; its log is ${lab.hub.logFile}`);
  const login = { name: "scenario", password: randomBytes(18).toString("base64url") };
  const hub = await becomeAdmin(lab.hub.socketPath, link, login);
  return { lab, hub, client: openClient(lab.id, lab.secrets.database), signal };
};

export interface ScenarioOptions {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const runSteps = async (lab: Lab, options: ScenarioOptions): Promise<StepResult[]> => {
  const scene = await options.progress.phase("administrator by the set-up link", () => openScene(lab, options.signal));
  const results: StepResult[] = [];
  try {
    for (const step of options.steps) {
      options.signal.throwIfAborted();
      const result = await runStep(step, scene);
      results.push(result);
      options.say(resultLine(result));
    }
    return results;
  } finally {
    await scene.client.close();
  }
};

const couldNotRun = (step: Step, error: unknown): StepResult => ({
  number: step.number,
  title: step.title,
  passed: false,
  sentence: errorText(error),
  measuredMs: null,
  tookMs: 0,
  figures: {},
});

/** Brings a lab up, proves every step on it, removes it. A lab that does not come up fails every step. */
export const runScenario = async (options: ScenarioOptions): Promise<ScenarioReport> => {
  const { name, progress, signal, say } = options;
  const startedAt = new Date().toISOString();
  let steps: readonly StepResult[];
  let labUpMs: number | null = null;
  try {
    const lab = await startLab({ id: LAB_ID, publicUrl: "http://127.0.0.1:8080", progress, signal });
    labUpMs = Math.round(progress.elapsed());
    steps = await runSteps(lab, options);
  } catch (error) {
    if (signal.aborted) throw error;
    say(`FAILED - ${errorText(error)}`);
    steps = options.steps.map((step) => couldNotRun(step, error));
  } finally {
    await stopLab(LAB_ID);
  }
  const passed = steps.filter((step) => step.passed).length;
  const tookMs = Math.round(progress.elapsed());
  return { scenario: name, startedAt, passed, failed: steps.length - passed, tookMs, labUpMs, steps };
};
