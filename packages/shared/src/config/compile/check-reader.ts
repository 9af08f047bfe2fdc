import { fromSeconds } from "../../base/duration.ts";
import type { BoundBlock } from "../bind.ts";
import type { CheckConnection, Checker } from "../model-checks.ts";
import type { SourceRange } from "../source.ts";
import { numberOf, stringOf } from "./reader.ts";

/** What a checker takes from around it: the server it is about, and the blocks it inherits timers from. */
export interface CheckDefaults {
  readonly address: string;
  readonly port: number;
  readonly realServer: BoundBlock;
  readonly virtualServer: BoundBlock;
}

/** Seconds, where a kind of checker has its own defaults. */
interface TimerDefaults {
  readonly retry: number;
  readonly delayBeforeRetry: number;
}

type Timers = Pick<Checker, "range" | "retry" | "delayBeforeRetry" | "delayLoop" | "warmup">;

/** Reads what all checkers have in common, nearest block first. */
export interface CheckReader {
  /** `retry`: where it was found by another name. */
  timers(defaults: TimerDefaults, retry?: number | null): Timers;
  connection(): CheckConnection;
  /** A word of the checker, of its real server or of its virtual server. */
  word(name: string): string | null;
  /** delay_loop of the virtual server alone, in seconds. */
  serviceLoop(): number;
}

const DELAY_LOOP = 60;
const CONNECT_TIMEOUT = 5;

export const checkReader = (block: BoundBlock, range: SourceRange, from: CheckDefaults): CheckReader => {
  const blocks = [block, from.realServer, from.virtualServer];
  const nearest = <T>(read: (of: BoundBlock) => T | null): T | null =>
    blocks.map(read).find((value) => value !== null) ?? null;
  const number = (name: string, fallback: number): number => nearest((of) => numberOf(of, name)) ?? fallback;
  return {
    timers: (defaults, retry) => {
      const delayLoop = number("delay_loop", DELAY_LOOP);
      return {
        range,
        retry: retry ?? number("retry", defaults.retry),
        delayBeforeRetry: fromSeconds(number("delay_before_retry", defaults.delayBeforeRetry)),
        delayLoop: fromSeconds(delayLoop),
        warmup: fromSeconds(number("warmup", delayLoop)),
      };
    },
    connection: () => ({
      connectAddress: stringOf(block, "connect_ip") ?? from.address,
      connectPort: numberOf(block, "connect_port") ?? from.port,
      bindAddress: stringOf(block, "bindto"),
      connectTimeout: fromSeconds(number("connect_timeout", CONNECT_TIMEOUT)),
    }),
    word: (name) => nearest((of) => stringOf(of, name)),
    serviceLoop: () => numberOf(from.virtualServer, "delay_loop") ?? DELAY_LOOP,
  };
};
