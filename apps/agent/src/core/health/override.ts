/** A weight that an operator has set in place of the configured one, until told otherwise or until a time. */
export interface WeightOverride {
  /** The real server's key. */
  readonly server: string;
  readonly weight: number;
  readonly requestedBy: string;
  readonly reason: string;
  /** Milliseconds since 1970; null: until it is restored. */
  readonly until: number | null;
}

/** By real server's key. */
export type Overrides = ReadonlyMap<string, WeightOverride>;

/** Those that still hold at `wall`. */
export const unexpired = (overrides: Overrides, wall: number): Overrides =>
  [...overrides.values()].every(({ until }) => until === null || until > wall)
    ? overrides
    : new Map([...overrides].filter(([, { until }]) => until === null || until > wall));
