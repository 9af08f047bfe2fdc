import type { MiscCheck } from "@baton/shared/config/model-checks.ts";
import type { ProbeOutcome } from "../probe-outcome.ts";

/**
 * MISC_CHECK's reading of an exit status: 0 is good, 1 is bad; with misc_dynamic 0 takes back what it said of the weight, and
 * 2 to 255 are good and set it to 0 to 253; without it they are bad. `code` null: it was killed or did not start.
 */
export const judgeExit = (
  { dynamic }: Pick<MiscCheck, "dynamic">,
  { code, detail }: { readonly code: number | null; readonly detail: string },
): ProbeOutcome => {
  if (code === 0) return dynamic ? { ok: true, added: { by: 0, reason: "" } } : { ok: true };
  if (dynamic && code !== null && code >= 2) {
    return { ok: true, weight: { value: code - 2, reason: `exit status ${code}` } };
  }
  return { ok: false, kind: code === null ? "other" : "answer", reason: detail };
};
