import { setTimeout as sleep } from "node:timers/promises";
import type { ProbeSummary } from "../lab/client/protocol.ts";
import type { Scene } from "./step.ts";

const PROBE_INTERVAL_MS = 20;
/** Enough probes before and after that the gap between them is the move's own. */
const LEAD_MS = 700;
const SETTLE_MS = 1500;

export interface Probed<T> {
  readonly value: T;
  readonly probe: ProbeSummary;
  readonly gapMs: number;
}

/** Probes from the client while something is done to the directors. */
export const probed = async <T>(
  scene: Scene,
  work: () => Promise<T>,
  intervalMs = PROBE_INTERVAL_MS,
): Promise<Probed<T>> => {
  await scene.client.startProbe(intervalMs);
  try {
    await sleep(LEAD_MS, undefined, { signal: scene.signal });
    const value = await work();
    await sleep(SETTLE_MS, undefined, { signal: scene.signal });
    const probe = await scene.client.stopProbe();
    if (probe.longestGapMs === null) throw new Error("the client's probe had not one success");
    return { value, probe, gapMs: probe.longestGapMs };
  } catch (error) {
    // A probe that goes on would spoil the next step's; that it has stopped already is no second failure.
    await scene.client.stopProbe().catch(() => {});
    throw error;
  }
};
