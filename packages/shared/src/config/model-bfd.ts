import type { SourceRange } from "./source.ts";

/** bfd_instance: a session with one neighbour. Intervals are milliseconds, microseconds being their fractions. */
export interface BfdInstance {
  readonly name: string;
  readonly range: SourceRange;
  readonly neighbor: string;
  /** Null: as the kernel chooses. */
  readonly source: string | null;
  readonly minRx: number;
  readonly minTx: number;
  readonly idleTx: number;
  readonly multiplier: number;
  readonly passive: boolean;
  /** Of packets that leave. */
  readonly ttl: number;
  /** How much less than 255 the TTL of a packet that comes may be. */
  readonly maxHops: number;
  /** A session across routers, on the port of RFC 5883. */
  readonly multihop?: true;
  /** For an instance that tracks the session and names no weight of its own. */
  readonly weight: number;
  readonly reverse: boolean;
}
