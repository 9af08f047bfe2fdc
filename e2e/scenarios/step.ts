import type { LabClient } from "../lab/client/channel.ts";
import type { Lab } from "../lab/lab.ts";
import type { HubClient } from "./hub-client.ts";

/** What the steps of a scenario work on. */
export interface Scene {
  readonly lab: Lab;
  readonly client: LabClient;
  readonly hub: HubClient;
  readonly signal: AbortSignal;
}

/** What a step has proved: a sentence, the time that matters, and figures for the report. */
export interface Proof {
  readonly sentence: string;
  /** The step's own measure in milliseconds: a gap, a detection time. */
  readonly measuredMs: number;
  readonly figures?: Readonly<Record<string, number | string | null>>;
}

export interface Step {
  readonly number: number;
  readonly title: string;
  /** Brings about what the step begins from, whatever the steps before have left. */
  prepare?(scene: Scene): Promise<void>;
  run(scene: Scene): Promise<Proof>;
}

export interface StepResult {
  readonly number: number;
  readonly title: string;
  readonly passed: boolean;
  readonly sentence: string;
  readonly measuredMs: number | null;
  /** The whole step, preparation included. */
  readonly tookMs: number;
  readonly figures: Readonly<Record<string, number | string | null>>;
}

/** A claim that did not hold. */
export const expectThat = (holds: boolean, sentence: string): void => {
  if (!holds) throw new Error(sentence);
};

export const ms = (value: number): string =>
  value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(2)} s`;
