import { fromSeconds } from "../../base/duration.ts";
import type { BoundBlock } from "../bind.ts";
import type { CheckConnection, Checker } from "../model-checks.ts";
import { flagOf, numberOf, stringOf } from "./reader.ts";

/** What a checker takes from around it: the server it is about, and the blocks it inherits from. */
export interface CheckDefaults {
  readonly address: string;
  readonly port: number;
  readonly realServer: BoundBlock;
  readonly virtualServer: BoundBlock;
  /** Of both blocks. */
  readonly timers: InheritedTimers;
}

/** What the blocks around a checker say about its timers, in seconds, the nearest first; null where none says it. */
export interface InheritedTimers {
  readonly delayLoop: number | null;
  readonly retry: number | null;
  readonly delayBeforeRetry: number | null;
  readonly warmup: number | null;
  readonly connectTimeout: number | null;
  readonly rise: number | null;
  /** The real server's alone. */
  readonly alpha: boolean | null;
}

/** Read once for all checkers of a block. `outer`: of the block around this one. */
export const inheritedTimers = (block: BoundBlock, outer?: InheritedTimers): InheritedTimers => ({
  delayLoop: numberOf(block, "delay_loop") ?? outer?.delayLoop ?? null,
  retry: numberOf(block, "retry") ?? outer?.retry ?? null,
  delayBeforeRetry: numberOf(block, "delay_before_retry") ?? outer?.delayBeforeRetry ?? null,
  warmup: numberOf(block, "warmup") ?? outer?.warmup ?? null,
  connectTimeout: numberOf(block, "connect_timeout") ?? outer?.connectTimeout ?? null,
  rise: numberOf(block, "rise") ?? outer?.rise ?? null,
  alpha: outer ? flagOf(block, "alpha") : null,
});

/** Seconds, where a kind of checker has its own defaults. */
interface TimerDefaults {
  readonly retry: number;
  /** Null: as long as delay_loop. */
  readonly delayBeforeRetry: number | null;
}

type Timers = Pick<
  Checker,
  "retry" | "delayBeforeRetry" | "delayLoop" | "warmup" | "alpha" | "logAllFailures" | "rise"
>;

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

const rareTimers = (block: BoundBlock, { rise, alpha: outer }: InheritedTimers): RareTimers => {
  const logAllFailures = flagOf(block, "log_all_failures");
  const alpha = flagOf(block, "alpha") ?? outer;
  if (rise === null && logAllFailures === null && alpha === null) return NONE;
  return {
    ...(rise === null ? {} : { rise }),
    ...(alpha === null ? {} : { alpha }),
    ...(logAllFailures === null ? {} : { logAllFailures }),
  };
};

const withRare = <T extends object, R extends object>(usual: T, rare: R): T & R =>
  rare === NONE ? (usual as T & R) : { ...usual, ...rare };

/** Reads what all checkers have in common, nearest block first. */
export class CheckReader {
  readonly #block: BoundBlock;
  readonly #from: CheckDefaults;

  constructor(block: BoundBlock, from: CheckDefaults) {
    this.#block = block;
    this.#from = from;
  }

  /** `retry`: where it was found by another name. */
  timers(defaults: TimerDefaults, retry?: number | null): Timers {
    const block = this.#block;
    const inherited = this.#from.timers;
    const delayLoop = numberOf(block, "delay_loop") ?? inherited.delayLoop ?? DELAY_LOOP;
    const usual = {
      retry: retry ?? numberOf(block, "retry") ?? inherited.retry ?? defaults.retry,
      delayBeforeRetry: fromSeconds(this.#delayBeforeRetry(defaults, delayLoop)),
      delayLoop: fromSeconds(delayLoop),
      warmup: fromSeconds(numberOf(block, "warmup") ?? inherited.warmup ?? delayLoop),
    };
    return withRare(usual, rareTimers(block, inherited));
  }

  /** `of`: another block with the words of a connection, in place of the checker's. */
  connection(of = this.#block): CheckConnection {
    const { address, port } = this.#from;
    const usual = {
      connectAddress: stringOf(of, "connect_ip") ?? address,
      connectPort: numberOf(of, "connect_port") ?? port,
      bindAddress: stringOf(of, "bindto") ?? (of === this.#block ? null : stringOf(this.#block, "bindto")),
      connectTimeout: fromSeconds(this.#connectTimeout(of)),
    };
    return withRare(usual, rareConnection(of));
  }

  /** Both for the usual check, in one piece: there may be tens of thousands of it. */
  usual<Kind extends Checker["kind"]>(
    kind: Kind,
    defaults: TimerDefaults,
    retry?: number | null,
  ): { readonly kind: Kind } & CheckConnection & Timers {
    const block = this.#block;
    const { address, port, timers: inherited } = this.#from;
    const delayLoop = numberOf(block, "delay_loop") ?? inherited.delayLoop ?? DELAY_LOOP;
    const usual = {
      kind,
      connectAddress: stringOf(block, "connect_ip") ?? address,
      connectPort: numberOf(block, "connect_port") ?? port,
      bindAddress: stringOf(block, "bindto"),
      connectTimeout: fromSeconds(this.#connectTimeout(block)),
      retry: retry ?? numberOf(block, "retry") ?? inherited.retry ?? defaults.retry,
      delayBeforeRetry: fromSeconds(this.#delayBeforeRetry(defaults, delayLoop)),
      delayLoop: fromSeconds(delayLoop),
      warmup: fromSeconds(numberOf(block, "warmup") ?? inherited.warmup ?? delayLoop),
    };
    return withRare(withRare(usual, rareConnection(block)), rareTimers(block, inherited));
  }

  /** A word of the checker, of its real server or of its virtual server. */
  word(name: string): string | null {
    const { realServer, virtualServer } = this.#from;
    return stringOf(this.#block, name) ?? stringOf(realServer, name) ?? stringOf(virtualServer, name);
  }

  /** delay_loop of the virtual server alone, in seconds. */
  serviceLoop(): number {
    return numberOf(this.#from.virtualServer, "delay_loop") ?? DELAY_LOOP;
  }

  #delayBeforeRetry(defaults: TimerDefaults, delayLoop: number): number {
    const given = numberOf(this.#block, "delay_before_retry") ?? this.#from.timers.delayBeforeRetry;
    return given ?? defaults.delayBeforeRetry ?? delayLoop;
  }

  #connectTimeout(of: BoundBlock): number {
    const near =
      numberOf(of, "connect_timeout") ?? (of === this.#block ? null : numberOf(this.#block, "connect_timeout"));
    return near ?? this.#from.timers.connectTimeout ?? CONNECT_TIMEOUT;
  }
}
