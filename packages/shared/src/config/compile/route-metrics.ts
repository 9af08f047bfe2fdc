import type { Token } from "../lexer.ts";
import { numberIn } from "./kernel-names.ts";
import type { Complaints } from "./reader.ts";

/** The metrics of `ip route`: their RTAX_* numbers (linux/rtnetlink.h), and what the kernel multiplies them by. */

interface Metric {
  readonly number: number;
  readonly factor: number;
  readonly max: number;
}

const MAX_VALUE = 0x1f_ff_ff_ff;
const metric = (number: number, factor = 1, max = MAX_VALUE): Metric => ({ number, factor, max });

const METRICS: ReadonlyMap<string, Metric> = new Map([
  ["mtu", metric(2)],
  ["window", metric(3)],
  ["rtt", metric(4, 8)],
  ["rttvar", metric(5, 4)],
  ["ssthresh", metric(6)],
  ["cwnd", metric(7)],
  ["advmss", metric(8)],
  ["reordering", metric(9)],
  ["hoplimit", metric(10, 1, 255)],
  ["initcwnd", metric(11)],
  ["rto_min", metric(13)],
  ["initrwnd", metric(14)],
  ["quickack", metric(15, 1, 1)],
]);

export const METRIC_NAMES: readonly string[] = [...METRICS.keys()];

/** RTAX_LOCK: bits of the metrics that the kernel may not change. */
const LOCK = 1;

/** Collects the metrics of one route. */
export class Metrics {
  readonly #values = new Map<number, number>();
  #locked = 0;

  /** False: not a metric. `[NAME] [lock] VALUE`; `used` counts the words behind the name. */
  take(name: string, words: readonly Token[], say: Complaints): number | null {
    const known = METRICS.get(name);
    if (!known) return null;
    const lock = words[0]?.value === "lock";
    const value = words[lock ? 1 : 0];
    if (!value) return 0;
    if (lock) this.#locked |= 1 << known.number;
    // The kernel counts this one in milliseconds, and iproute2 takes a bare number as such.
    const text = name === "rto_min" ? value.value.replace(/ms$/, "") : value.value;
    this.#values.set(known.number, numberIn({ ...value, value: text }, known.max, say) * known.factor);
    return lock ? 2 : 1;
  }

  list(): readonly (readonly [number, number])[] {
    const values = [...this.#values].sort(([a], [b]) => a - b);
    return this.#locked === 0 ? values : [[LOCK, this.#locked], ...values];
  }
}
