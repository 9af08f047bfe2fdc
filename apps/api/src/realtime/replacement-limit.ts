import { type Bucket, fullBucket, type Rate, take } from "../domain/access/token-bucket.ts";

/** Five times at once, then one in ten seconds: more than broken lines cause, less than two agents with one key do. */
const REPLACEMENT_RATE: Rate = { capacity: 5, perSecond: 1 / 10 };

export type ReplacementLimit = (node: string, at: number) => boolean;

/** How often each node's connection may be replaced; one for all connections. Nodes are enrolled, so it is bounded. */
export const newReplacementLimit = (): ReplacementLimit => {
  const buckets = new Map<string, Bucket>();
  return (node, at) => {
    const drawn = take(buckets.get(node) ?? fullBucket(REPLACEMENT_RATE, at), REPLACEMENT_RATE, at);
    buckets.set(node, drawn.bucket);
    return drawn.taken;
  };
};
