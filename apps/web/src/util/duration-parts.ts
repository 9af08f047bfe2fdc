export type DurationUnit = "d" | "h" | "m" | "s";

export interface DurationPart {
  readonly unit: DurationUnit;
  readonly value: number;
}

const UNITS: readonly (readonly [DurationUnit, number])[] = [
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
];

/** The two largest units of a length of time in milliseconds, whole seconds, never negative. */
export const durationParts = (ms: number): DurationPart[] => {
  const total = Math.max(0, Math.floor(ms / 1000));
  const first = UNITS.findIndex(([, seconds]) => total >= seconds);
  if (first === -1) return [{ unit: "s", value: 0 }];
  let rest = total;
  const parts = UNITS.slice(first, first + 2).map(([unit, seconds]) => {
    const value = Math.floor(rest / seconds);
    rest -= value * seconds;
    return { unit, value };
  });
  return parts.filter(({ value }, index) => index === 0 || value > 0);
};
