/** One attempt that succeeded: its server's first byte had arrived at `end`. Milliseconds of one steady clock. */
export interface Success {
  readonly start: number;
  readonly end: number;
}

export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly ms: number;
}

/**
 * The longest time a client was without an answer: from the end of one success to the end of the next, however
 * many attempts failed or waited meanwhile. `until` closes a time in which nothing succeeded any more. Null
 * without any success.
 */
export const longestGap = (successes: readonly Success[], until: number): Gap | null => {
  const ends = successes.map((success) => success.end).toSorted((a, b) => a - b);
  let longest: Gap | null = null;
  for (const [index, from] of ends.entries()) {
    const to = ends[index + 1] ?? until;
    if (longest === null || to - from > longest.ms) longest = { from, to, ms: to - from };
  }
  return longest;
};
