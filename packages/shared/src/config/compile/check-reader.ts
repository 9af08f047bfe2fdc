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
  /** Both for the usual check, in one piece: there may be tens of thousands of it. */
  usual<Kind extends Checker["kind"]>(
    kind: Kind,
    defaults: TimerDefaults,
    retry?: number | null,
  ): { readonly kind: Kind } & CheckConnection & Timers;
  /** A word of the checker, of its real server or of its virtual server. */
  word(name: string): string | null;
  /** delay_loop of the virtual server alone, in seconds. */
  serviceLoop(): number;
}

const DELAY_LOOP = 60;
const CONNECT_TIMEOUT = 5;

type RareConnection = Pick<CheckConnection, "bindPort" | "bindInterface" | "mark">;
type RareTimers = Pick<Timers, "rise" | "alpha" | "logAllFailures">;

/** What hardly a check has: the usual one is not made slower by it. */
const NONE: RareConnection & RareTimers = {};

const rareConnection = (of: BoundBlock): RareConnection => {
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

const rareTimers = (block: BoundBlock, { realServer, virtualServer }: CheckDefaults): RareTimers => {
  const rise = numberOf(realServer, "rise") ?? numberOf(virtualServer, "rise");
  const logAllFailures = flagOf(block, "log_all_failures");
  const alpha = flagOf(block, "alpha") ?? flagOf(realServer, "alpha");
  if (rise === null && logAllFailures === null && alpha === null) return NONE;
  return {
    ...(rise === null ? {} : { rise }),
    ...(alpha === null ? {} : { alpha }),
    ...(logAllFailures === null ? {} : { logAllFailures }),
  };
};

const withRare = <T extends object, R extends object>(usual: T, rare: R): T & R =>
  rare === NONE ? (usual as T & R) : { ...usual, ...rare };

export const checkReader = (block: BoundBlock, range: SourceRange, from: CheckDefaults): CheckReader => {
  const { realServer, virtualServer } = from;
  const number = (name: string, fallback: number): number =>
    numberOf(block, name) ?? numberOf(realServer, name) ?? numberOf(virtualServer, name) ?? fallback;
  const timeout = (of: BoundBlock): number =>
    numberOf(of, "connect_timeout") ?? number("connect_timeout", CONNECT_TIMEOUT);
  return {
    timers: (defaults, retry) => {
      const delayLoop = number("delay_loop", DELAY_LOOP);
      const usual = {
        range,
        retry: retry ?? number("retry", defaults.retry),
        delayBeforeRetry: fromSeconds(number("delay_before_retry", defaults.delayBeforeRetry ?? delayLoop)),
        delayLoop: fromSeconds(delayLoop),
        warmup: fromSeconds(number("warmup", delayLoop)),
      };
      return withRare(usual, rareTimers(block, from));
    },
    connection: (of = block) => {
      const usual = {
        connectAddress: stringOf(of, "connect_ip") ?? from.address,
        connectPort: numberOf(of, "connect_port") ?? from.port,
        bindAddress: stringOf(of, "bindto") ?? stringOf(block, "bindto"),
        connectTimeout: fromSeconds(timeout(of)),
      };
      return withRare(usual, rareConnection(of));
    },
    usual: (kind, defaults, retry) => {
      const delayLoop = number("delay_loop", DELAY_LOOP);
      const usual = {
        kind,
        connectAddress: stringOf(block, "connect_ip") ?? from.address,
        connectPort: numberOf(block, "connect_port") ?? from.port,
        bindAddress: stringOf(block, "bindto"),
        connectTimeout: fromSeconds(timeout(block)),
        range,
        retry: retry ?? number("retry", defaults.retry),
        delayBeforeRetry: fromSeconds(number("delay_before_retry", defaults.delayBeforeRetry ?? delayLoop)),
        delayLoop: fromSeconds(delayLoop),
        warmup: fromSeconds(number("warmup", delayLoop)),
      };
      return withRare(withRare(usual, rareConnection(block)), rareTimers(block, from));
    },
    word: (name) => stringOf(block, name) ?? stringOf(realServer, name) ?? stringOf(virtualServer, name),
    serviceLoop: () => numberOf(virtualServer, "delay_loop") ?? DELAY_LOOP,
  };
};
