import type { TakenStep } from "../core/vrrp/recording.ts";

/** Keeps every input of the pure machine with its time, so that it can be run again. Never waits, never throws. */
export interface StepRecorder {
  taken(step: TakenStep): void;
  close(): Promise<void>;
}
