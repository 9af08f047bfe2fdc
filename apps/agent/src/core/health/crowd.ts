/**
 * Of many like events in a short time the first are told one by one and the rest together, so that ten thousand
 * servers that die in one second do not become ten thousand lines. While it goes on, the summaries get rarer.
 */
export interface Crowd {
  /** When the window began, milliseconds by a clock that never goes back; null while nothing is going on. */
  readonly since: number | null;
  readonly windowMs: number;
  /** Told one by one, by kind. */
  readonly told: ReadonlyMap<string, number>;
  /** Held back, by kind. */
  readonly held: ReadonlyMap<string, number>;
}

export const TOLD_ONE_BY_ONE = 20;
const FIRST_WINDOW_MS = 1000;
const LONGEST_WINDOW_MS = 30_000;

export const NO_CROWD: Crowd = { since: null, windowMs: FIRST_WINDOW_MS, told: new Map(), held: new Map() };

/** When `endCrowd` should be called, null while there is nothing to end. */
export const crowdDeadline = ({ since, windowMs }: Crowd): number | null => (since === null ? null : since + windowMs);

export const joinCrowd = (
  crowd: Crowd,
  kind: string,
  at: number,
): { readonly crowd: Crowd; readonly tell: boolean } => {
  const since = crowd.since ?? at;
  const before = crowd.told.get(kind) ?? 0;
  const isStorm = crowd.windowMs > FIRST_WINDOW_MS;
  if (before < TOLD_ONE_BY_ONE && !isStorm) {
    return { crowd: { ...crowd, since, told: new Map(crowd.told).set(kind, before + 1) }, tell: true };
  }
  const held = new Map(crowd.held).set(kind, (crowd.held.get(kind) ?? 0) + 1);
  return { crowd: { ...crowd, since, held }, tell: false };
};

/** The end of a window: what was held back, and the next window, a longer one while things go on. */
export const endCrowd = (
  crowd: Crowd,
  at: number,
): { readonly crowd: Crowd; readonly held: ReadonlyMap<string, number> } => {
  const { held } = crowd;
  if (held.size === 0) return { crowd: NO_CROWD, held };
  const windowMs = Math.min(crowd.windowMs * 2, LONGEST_WINDOW_MS);
  return { crowd: { since: at, windowMs, told: new Map(), held: new Map() }, held };
};
