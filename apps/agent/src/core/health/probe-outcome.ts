/** What one probe of a real server found. */
export type ProbeOutcome = ProbeSuccess | ProbeFailure;

export interface ProbeSuccess {
  readonly ok: true;
  /** A weight the probe asks for, with the reason; absent: as before. */
  readonly weight?: { readonly value: number; readonly reason: string };
  /** What is added to the weight, with the reason; absent: as before. */
  readonly added?: { readonly by: number; readonly reason: string };
  /** How far the server's replication is behind; absent where that is not asked. */
  readonly lagSeconds?: number;
}

/** `answer`: it answered, and wrongly. */
export const FAILURE_KINDS = ["refused", "timeout", "unreachable", "reset", "answer", "other"] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

export interface ProbeFailure {
  readonly ok: false;
  readonly kind: FailureKind;
  /** For people: "connection refused". */
  readonly reason: string;
}
