/** One echo of the client. */
export interface Request {
  /** Milliseconds on the client's clock. */
  readonly at: number;
  answered: boolean;
}

/**
 * The longest outage, milliseconds: from the last request before it that was answered to the first one after it. One
 * that is answered late is answered, and when nothing was asked nothing was lost, so that a client that had to wait for
 * its turn on a busy machine sees no outage. Requests before the first answer, and behind the last one, do not count.
 */
export const longestOutage = (requests: readonly Request[]): number => {
  let longest = 0;
  let lastAnswered: number | null = null;
  let lost = 0;
  for (const { at, answered } of requests) {
    if (!answered) {
      lost++;
      continue;
    }
    if (lastAnswered !== null && lost > 0) longest = Math.max(longest, at - lastAnswered);
    lastAnswered = at;
    lost = 0;
  }
  return longest;
};

/** The longest time without a request, milliseconds: an outage within it would not have been seen. */
export const longestPause = (requests: readonly Request[]): number =>
  requests.reduce((longest, { at }, i) => Math.max(longest, at - (requests[i - 1]?.at ?? at)), 0);
