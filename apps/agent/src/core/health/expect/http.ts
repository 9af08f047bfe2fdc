import type { CheckedUrl } from "@baton/shared/config/model-checks.ts";
import type { ProbeOutcome } from "../probe-outcome.ts";

/** What came back: the status, and the MD5 of the whole body where that was asked for. */
export interface HttpAnswer {
  readonly status: number;
  readonly digest: string | null;
}

/** Whether the page is as described; the reason names the page. */
export const judgeHttp = (url: CheckedUrl, { status, digest }: HttpAnswer): ProbeOutcome => {
  const isAccepted = url.statusCodes.some(({ from, to }) => status >= from && status <= to);
  if (!isAccepted) return { ok: false, kind: "answer", reason: `${url.path}: status ${status}` };
  if (url.digest !== null && digest !== url.digest) {
    return { ok: false, kind: "answer", reason: `${url.path}: the digest is ${digest}, not ${url.digest}` };
  }
  return { ok: true };
};
