import { type Bucket, fullBucket, type Rate, take } from "./token-bucket.ts";

/** Eight wrong passwords at once, then one every thirty seconds, for each address. */
export const LOG_IN_RATE: Rate = { capacity: 8, perSecond: 1 / 30 };

const MAX_KEYS = 10_000;

export type FailedLogIns = ReadonlyMap<string, Bucket>;

/** Whether any of the keys has used up its failures; nothing is taken. */
export const isBlocked = (failures: FailedLogIns, keys: readonly string[], at: number): boolean =>
  keys.some((key) => {
    const bucket = failures.get(key);
    return bucket !== undefined && !take(bucket, LOG_IN_RATE, at).taken;
  });

/** Notes a failure. The oldest keys give way when too many strangers knock. */
export const withFailure = (failures: FailedLogIns, keys: readonly string[], at: number): FailedLogIns => {
  const next = new Map(failures);
  for (const key of keys) {
    const { bucket } = take(next.get(key) ?? fullBucket(LOG_IN_RATE, at), LOG_IN_RATE, at);
    next.delete(key);
    next.set(key, bucket);
  }
  for (const key of next.keys()) {
    if (next.size <= MAX_KEYS) break;
    next.delete(key);
  }
  return next;
};
