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

/** Those of servers that are still there. */
export const overridesOf = (overrides: Overrides, isThere: (server: string) => boolean): Overrides => {
  const kept = [...overrides].filter(([server]) => isThere(server));
  return kept.length === overrides.size ? overrides : new Map(kept);
};

export const withoutOverride = (overrides: Overrides, server: string): Overrides =>
  overridesOf(overrides, (other) => other !== server);

/** "drained by anna: disk is full". */
export const reasonOf = ({ requestedBy, reason, weight }: WeightOverride): string =>
  `${weight === 0 ? "drained" : "set"} by ${requestedBy}${reason === "" ? "" : `: ${reason}`}`;
