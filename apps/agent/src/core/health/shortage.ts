/** Why probes have to wait, and what has been said of it. */
export interface Shortage {
  /** Null: none has to. */
  readonly reason: string | null;
  readonly told: boolean;
  /** Until then nothing is said of another one, milliseconds by a clock that never goes back. */
  readonly quietUntil: number;
}

/** Probes now: `waiting` have not been started, `underWay` have not ended. */
export interface ProbeCounts {
  readonly waiting: number;
  readonly underWay: number;
}

/** From one warning to the next, milliseconds. */
const QUIET_MS = 60_000;

export const NO_SHORTAGE: Shortage = { reason: null, told: false, quietUntil: Number.NEGATIVE_INFINITY };

/**
 * Folds in why no further probe could be started, null when one could: `says` is the sentence that this is worth, when
 * probes begin to wait and when none does any longer; not again and again while it comes and goes.
 */
export const stepShortage = (
  before: Shortage,
  reason: string | null,
  { waiting, underWay }: ProbeCounts,
  at: number,
): { readonly shortage: Shortage; readonly says: string | null } => {
  if (reason === null) {
    if (waiting > 0 || before.reason === null) return { shortage: before, says: null };
    const says = before.told ? "no probe waits for a file descriptor any longer" : null;
    return { shortage: { ...before, reason, told: false }, says };
  }
  if (before.reason !== null || at < before.quietUntil) return { shortage: { ...before, reason }, says: null };
  return {
    shortage: { reason, told: true, quietUntil: at + QUIET_MS },
    says: `${reason}; with ${underWay} connections under way, ${waiting} probes wait`,
  };
};
