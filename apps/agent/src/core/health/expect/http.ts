import type { CheckedUrl } from "@baton/shared/config/model-checks.ts";
import type { ProbeOutcome } from "../probe-outcome.ts";

/** What came back: the status, and what was asked for of the body. */
export interface HttpAnswer {
  readonly status: number;
  /** MD5 of the whole body. */
  readonly digest: string | null;
  /** Whether the pattern is in it, null without one. */
  readonly found: boolean | null;
}

/** Whether the page is as described; the reason names the page. */
export const judgeHttp = (url: CheckedUrl, { status, digest, found }: HttpAnswer): ProbeOutcome => {
  const bad = (reason: string): ProbeOutcome => ({ ok: false, kind: "answer", reason: `${url.path}: ${reason}` });
  const isAccepted = url.statusCodes.some(({ from, to }) => status >= from && status <= to);
  if (!isAccepted) return bad(`status ${status}`);
  if (url.digest !== null && digest !== url.digest) return bad(`the digest is ${digest}, not ${url.digest}`);
  if (url.pattern && found !== url.pattern.matches) {
    return bad(url.pattern.matches ? "the pattern is not found" : "the pattern is found");
  }
  return { ok: true };
};
