/** The middle value, or the mean of the two middle ones. Throws a RangeError on no values. */
export const median = (values: readonly number[]): number => {
  if (values.length === 0) throw new RangeError("no values, no median");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
};

export const spread = (values: readonly number[]): { min: number; median: number; max: number } => ({
  min: Math.min(...values),
  median: median(values),
  max: Math.max(...values),
});
