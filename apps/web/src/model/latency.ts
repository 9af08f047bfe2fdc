import type { ProbeReport } from "@baton/shared/contract/commands.ts";

export interface LatencyBar {
  readonly upToMs: number;
  readonly count: number;
  /** Height relative to the tallest, on a logarithmic scale so that rare slow answers stay visible. */
  readonly height: number;
}

/** The latency histogram without its empty ends. */
export const latencyBars = (latency: ProbeReport["latency"]): LatencyBar[] => {
  const first = latency.findIndex(({ count }) => count > 0);
  if (first === -1) return [];
  const last = latency.findLastIndex(({ count }) => count > 0);
  const shown = latency.slice(first, last + 1);
  const tallest = Math.log1p(Math.max(...shown.map(({ count }) => count)));
  return shown.map(({ upToMs, count }) => ({ upToMs, count, height: Math.log1p(count) / tallest }));
};
