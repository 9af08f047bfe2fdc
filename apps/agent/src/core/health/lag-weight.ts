/**
 * How a server's weight follows its replication lag: all of it up to `fullUntil` seconds, none from `zeroFrom` on,
 * and in between in proportion. A lag counts only when it is `hysteresis` seconds away from the one that counted
 * last, so that a lag that trembles does not move the weight to and fro.
 */
export interface LagCurve {
  /** Seconds, as are the others. */
  readonly fullUntil: number;
  readonly zeroFrom: number;
  readonly hysteresis: number;
}

export interface LagState {
  /** The lag that counts, in seconds. */
  readonly held: number;
  /** Looks in a row at which the server was within `fullUntil` again. */
  readonly calm: number;
}

/** So many calm looks in a row give the full weight back, even from within the hysteresis. */
const CALM_LOOKS = 3;

/** 0 to 100. */
export const percentOf = ({ fullUntil, zeroFrom }: LagCurve, lag: number): number => {
  if (lag <= fullUntil) return 100;
  if (lag >= zeroFrom) return 0;
  return Math.max(1, Math.round((100 * (zeroFrom - lag)) / (zeroFrom - fullUntil)));
};

export const stepLag = (curve: LagCurve, state: LagState | null, lag: number): LagState => {
  if (!state) return { held: lag, calm: 0 };
  const calm = lag <= curve.fullUntil ? state.calm + 1 : 0;
  if (Math.abs(lag - state.held) >= curve.hysteresis || calm >= CALM_LOOKS) return { held: lag, calm };
  return { held: state.held, calm };
};
