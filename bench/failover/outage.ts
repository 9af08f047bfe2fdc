/** One echo of the client. */
export interface Request {
  /** Milliseconds on the client's clock. */
  readonly at: number;
  answered: boolean;
}

/** An advert that passed the client. */
export interface HeardAdvert {
  readonly at: number;
  readonly source: string;
}

/** From the last request that was answered to the first one that was answered again. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

export const durationOf = (outage: Outage | null): number => (outage === null ? 0 : outage.to - outage.from);

/**
 * The longest outage; null when there was none. One that is answered late is answered, and when nothing was asked nothing
 * was lost, so that a client that had to wait for its turn on a busy machine sees no outage. Requests before the first
 * answer, and behind the last one, do not count.
 */
export const longestOutage = (requests: readonly Request[]): Outage | null => {
  let longest: Outage | null = null;
  let lastAnswered: number | null = null;
  let lost = 0;
  for (const { at, answered } of requests) {
    if (!answered) {
      lost++;
      continue;
    }
    if (lastAnswered !== null && lost > 0 && at - lastAnswered > durationOf(longest))
      longest = { from: lastAnswered, to: at };
    lastAnswered = at;
    lost = 0;
  }
  return longest;
};

/**
 * How long before the end of the outage its master was last heard. When in its interval a master is cut off is luck and
 * shortens the outage; this is what the backup makes of it. Null: no advert before the outage was heard.
 */
export const sinceLastAdvert = (outage: Outage, adverts: readonly HeardAdvert[]): number | null => {
  const master = adverts.findLast(({ at }) => at <= outage.from)?.source;
  const last = adverts.findLast(({ at, source }) => source === master && at < outage.to);
  return last ? outage.to - last.at : null;
};

/** The longest time without a request, milliseconds: an outage within it would not have been seen. */
export const longestPause = (requests: readonly Request[]): number =>
  requests.reduce((longest, { at }, i) => Math.max(longest, at - (requests[i - 1]?.at ?? at)), 0);
