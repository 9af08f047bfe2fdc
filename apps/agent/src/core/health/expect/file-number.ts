import type { FileFactor } from "@baton/shared/config/model-checks.ts";
import type { ProbeOutcome } from "../probe-outcome.ts";

/** The kernel's weights end here, and keepalived's do. */
export const MAX_WEIGHT = 0x7fff_ffff;

/** FILE_CHECK's reading of a track_file: with weight 0 the number takes the server out, else it moves its weight. */
export const judgeFile = (file: string, number: number, { weight, reverse }: FileFactor): ProbeOutcome => {
  const says = `${file} says ${number}`;
  if (weight === 0) {
    const isOut = reverse ? number === 0 : number !== 0;
    return isOut ? { ok: false, kind: "answer", reason: says } : { ok: true };
  }
  const by = number * weight * (reverse ? -1 : 1) + 0;
  return { ok: true, added: { by: Math.max(-MAX_WEIGHT, Math.min(by, MAX_WEIGHT)), reason: by === 0 ? "" : says } };
};
