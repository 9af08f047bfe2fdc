import { fromSeconds } from "../../base/duration.ts";
import type { BoundBlock } from "../bind.ts";
import type { CheckConnection, Checker } from "../model-checks.ts";
import type { SourceRange } from "../source.ts";
import { flagOf, numberOf, stringOf } from "./reader.ts";

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
  /** Null: as long as delay_loop. */
  readonly delayBeforeRetry: number | null;
}

type Timers = Pick<
  Checker,
  "range" | "retry" | "delayBeforeRetry" | "delayLoop" | "warmup" | "alpha" | "logAllFailures" | "rise"
>;

/** Reads what all checkers have in common, nearest block first. */
export interface CheckReader {
  /** `retry`: where it was found by another name. */
  timers(defaults: TimerDefaults, retry?: number | null): Timers;
  /** `of`: another block with the words of a connection, in place of the checker's. */
  connection(of?: BoundBlock): CheckConnection;
  /** A word of the checker, of its real server or of its virtual server. */
  word(name: string): string | null;
  /** delay_loop of the virtual server alone, in seconds. */
  serviceLoop(): number;
}

const DELAY_LOOP = 60;
const CONNECT_TIMEOUT = 5;

type Rare = Pick<CheckConnection, "bindPort" | "bindInterface" | "mark">;

const NONE: Rare = {};

/** What hardly a check has: the usual one is not made slower by it, as there may be tens of thousands. */
const rareOf = (of: BoundBlock): Rare => {
  const bindPort = numberOf(of, "bind_port");
  const bindInterface = stringOf(of, "bind_if");
  const mark = numberOf(of, "fwmark") || null;
  if (bindPort === null && bindInterface === null && mark === null) return NONE;
  return {
    ...(bindPort === null ? {} : { bindPort }),
    ...(bindInterface === null ? {} : { bindInterface }),
    ...(mark === null ? {} : { mark }),
  };
};

export const checkReader = (block: BoundBlock, range: SourceRange, from: CheckDefaults): CheckReader => {
  const { realServer, virtualServer } = from;
  const number = (name: string, fallback: number): number =>
    numberOf(block, name) ?? numberOf(realServer, name) ?? numberOf(virtualServer, name) ?? fallback;
  return {
    timers: (defaults, retry) => {
      const delayLoop = number("delay_loop", DELAY_LOOP);
      const rise = numberOf(realServer, "rise") ?? numberOf(virtualServer, "rise");
      const logAllFailures = flagOf(block, "log_all_failures");
      const alpha = flagOf(block, "alpha") ?? flagOf(realServer, "alpha");
      return {
        range,
        retry: retry ?? number("retry", defaults.retry),
        delayBeforeRetry: fromSeconds(number("delay_before_retry", defaults.delayBeforeRetry ?? delayLoop)),
        delayLoop: fromSeconds(delayLoop),
        warmup: fromSeconds(number("warmup", delayLoop)),
        ...(rise === null ? NONE : { rise }),
        ...(alpha === null ? NONE : { alpha }),
        ...(logAllFailures === null ? NONE : { logAllFailures }),
      };
    },
    connection: (of = block) => ({
      connectAddress: stringOf(of, "connect_ip") ?? from.address,
      connectPort: numberOf(of, "connect_port") ?? from.port,
      bindAddress: stringOf(of, "bindto") ?? stringOf(block, "bindto"),
      connectTimeout: fromSeconds(numberOf(of, "connect_timeout") ?? number("connect_timeout", CONNECT_TIMEOUT)),
      ...rareOf(of),
    }),
    word: (name) => stringOf(block, name) ?? stringOf(realServer, name) ?? stringOf(virtualServer, name),
    serviceLoop: () => numberOf(virtualServer, "delay_loop") ?? DELAY_LOOP,
  };
};
