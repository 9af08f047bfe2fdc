/** A reading of the browser's two clocks, milliseconds. */
export interface ClockReading {
  /** Since 1970; can be set. */
  readonly wall: number;
  /** Since the page began; never goes back, may stand still while the machine sleeps. */
  readonly steady: number;
}

/** The hub's time at one reading of the browser's clocks. */
export interface ClockAnchor {
  readonly hubTime: number;
  readonly at: ClockReading;
}

/**
 * The hub's time now. The larger advance of the two clocks counts: sleep stops one of them and a correction sets
 * the other back, and in either case facts must look older rather than fresher than they are.
 */
export const hubNow = (anchor: ClockAnchor, reading: ClockReading): number =>
  anchor.hubTime + Math.max(reading.wall - anchor.at.wall, reading.steady - anchor.at.steady, 0);

const SUSPECT_MS = 2000;

/** Whether the clocks have parted so far that the anchor should be taken anew. */
export const clocksParted = (anchor: ClockAnchor, reading: ClockReading): boolean =>
  Math.abs(reading.wall - anchor.at.wall - (reading.steady - anchor.at.steady)) > SUSPECT_MS;
