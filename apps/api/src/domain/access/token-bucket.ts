/** A rate as a bucket: it holds `capacity` and gains `perSecond`. Time, in milliseconds, is an argument. */
export interface Bucket {
  readonly level: number;
  readonly at: number;
}

export interface Rate {
  readonly capacity: number;
  readonly perSecond: number;
}

export const fullBucket = (rate: Rate, at: number): Bucket => ({ level: rate.capacity, at });

/** The bucket as filled by now, and whether it had `amount` to give. Refused, it loses nothing. */
export const take = (bucket: Bucket, rate: Rate, at: number, amount = 1): { bucket: Bucket; taken: boolean } => {
  const gained = (Math.max(0, at - bucket.at) / 1000) * rate.perSecond;
  const level = Math.min(rate.capacity, bucket.level + gained);
  const taken = level >= amount;
  return { bucket: { level: taken ? level - amount : level, at }, taken };
};
