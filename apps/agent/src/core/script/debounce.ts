import type { Millis } from "@baton/shared/base/duration.ts";

/** A condition that must last before it counts. Pure; times in monotonic ms. */

export interface DebounceDelays {
  readonly up: Millis;
  readonly down: Millis;
}

export interface Debounce {
  readonly counts: boolean;
  /** When the opposite will count; Infinity while nothing is pending. */
  readonly flipAt: number;
}

/** The first look decides at once. */
export const debounce = (before: Debounce | null, seen: boolean, at: number, delays: DebounceDelays): Debounce => {
  if (!before || seen === before.counts) return { counts: seen, flipAt: Number.POSITIVE_INFINITY };
  const flipAt = before.flipAt === Number.POSITIVE_INFINITY ? at + (seen ? delays.up : delays.down) : before.flipAt;
  return at >= flipAt ? { counts: seen, flipAt: Number.POSITIVE_INFINITY } : { counts: before.counts, flipAt };
};
