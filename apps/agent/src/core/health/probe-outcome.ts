/** What one probe of a real server found. */
export type ProbeOutcome = { readonly ok: true } | ProbeFailure;

export const FAILURE_KINDS = ["refused", "timeout", "unreachable", "reset", "other"] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

export interface ProbeFailure {
  readonly ok: false;
  readonly kind: FailureKind;
  /** For people: "connection refused". */
  readonly reason: string;
}
