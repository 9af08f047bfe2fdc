import type { Checker } from "@baton/shared/config/model.ts";
import { formatLogEndpoint } from "@baton/shared/net/endpoint.ts";
import { startChecker, startCheckerDown } from "../../core/health/checker.ts";
import { HealthBook } from "../../core/health/health-book.ts";
import {
  firstHealth,
  resumedHealth,
  sameCheckers,
  startsUp,
  type WatchedServer,
} from "../../core/health/meet-server.ts";
import type { CheckWeight } from "../../core/health/pool-weights.ts";
import { isInService, type ServerHealth } from "../../core/health/server.ts";
import type { Prober } from "../../ports/prober.ts";
import { CheckerRunner, type CheckerWord, type RunningChecker } from "./checker-runner.ts";
import { checkName, describeCheck, serviceText } from "./wording.ts";

/** What the monitor needs of the outside. `now` is monotonic, `wall` counts from 1970, both in milliseconds. */
export interface MonitorDeps {
  readonly prober: Prober;
  readonly now: () => number;
  readonly wall: () => number;
  readonly random: () => number;
  /** `crowd`: what many such lines may be summed up as. */
  readonly log: (text: string, crowd?: string) => void;
  /** A real server came or went. */
  readonly onChange: (change: HealthChange) => void;
  /** The first probe of a checker that was to start as failed (alpha) has failed. */
  readonly onStillDown?: (key: string) => void;
  /** Servers that are not to be probed for now; they keep the word they have. */
  readonly isSuspended?: (key: string) => boolean;
  /** A checker has another word about a server's weight. */
  readonly onWeight: () => void;
}

export interface MonitoredServer extends WatchedServer {
  /** The real server's key. */
  readonly key: string;
}

export interface HealthChange {
  readonly key: string;
  readonly health: ServerHealth;
}

/** Runs the checkers of all real servers on one timer. */
export interface Monitor {
  /** Replaces what is watched. Servers and checkers that stay as they were keep their state and their deadlines. */
  watch(servers: readonly MonitoredServer[]): void;
  healthOf(key: string): ServerHealth | null;
  /** Whether any checker has a word about a weight. */
  anySaid(): boolean;
  /** Another number whenever any server's health, or what explains it, has changed. */
  revision(): number;
  stop(): void;
}

const NONE: readonly RunningChecker[] = [];

const failedReason = (described: string, { retries, failure }: Extract<CheckerWord, { type: "went-down" }>): string => {
  const tries = retries > 0 ? ` after ${retries} ${retries === 1 ? "retry" : "retries"}` : "";
  return `${described} failed${tries}: ${failure.reason}`;
};

/** A checker that begins; `before`: what is known of its server. */
const begin = (
  entry: MonitoredServer,
  checker: Checker,
  index: number,
  before: ServerHealth | null,
  { now, random }: MonitorDeps,
): RunningChecker => {
  const at = now();
  const up = before ? isInService(before) : startsUp(entry, checker);
  return {
    server: entry.key,
    place: entry.server,
    index,
    checker,
    untold: !up && !before && !entry.missing,
    state: entry.missing ? startCheckerDown(at) : startChecker(checker, up, at, random()),
    live: true,
  };
};

type OnWord = (running: RunningChecker, word: CheckerWord, isFirst: boolean) => void;

/** Takes what checkers say into the book and the log, and tells what comes of it. */
const listenTo = (book: HealthBook, deps: MonitorDeps): OnWord => {
  const weigh = ({ server, checker, place, index }: RunningChecker, said: CheckWeight): void => {
    const reason = `${describeCheck(checker, place)}: ${said.reason}`;
    if (book.weigh(server, index, { ...said, reason })) deps.onWeight();
  };

  const judge = ({ server, index }: RunningChecker, up: boolean, reason: string): void => {
    const health = book.judge(server, { checker: index, up, reason }, deps.wall());
    if (health) deps.onChange({ key: server, health });
  };

  return (running, word, isFirst) => {
    const { checker, place } = running;
    const name = checkName(checker, place);
    const described = describeCheck(checker, place);
    if (word.type === "weight") weigh(running, word.said);
    else if (word.type === "probe-failed") deps.log(`${name} failed.`, "failed checks");
    else if (word.type === "came-up") {
      deps.log(`${name} success.`, "checks that succeed again");
      judge(running, true, `${described} succeeded`);
    } else {
      judge(running, false, failedReason(described, word));
      if (isFirst && running.untold) deps.onStillDown?.(running.server);
    }
  };
};

const welcome = (entry: MonitoredServer, { log, wall }: MonitorDeps): ServerHealth => {
  const { server, virtualServer } = entry;
  if (server.checkers.length > 0)
    log(`Activating healthchecker for service ${formatLogEndpoint(server)} for VS ${serviceText(virtualServer)}`);
  return firstHealth(entry, wall());
};

export const createMonitor = (deps: MonitorDeps): Monitor => {
  const book = new HealthBook();
  const { prober, now, isSuspended } = deps;
  const runner = new CheckerRunner({ prober, now, isSuspended, onWord: listenTo(book, deps) });
  /** By the server's key; one for each of its checkers. */
  let watched: ReadonlyMap<string, readonly RunningChecker[]> = new Map();

  const startAll = (entry: MonitoredServer, before: ServerHealth | null): readonly RunningChecker[] => {
    const started = entry.server.checkers.map((checker, index) => begin(entry, checker, index, before, deps));
    for (const running of started) runner.add(running);
    return started;
  };

  /** The server's health from now on, and its checkers: those that were at work where nothing was edited. */
  const meet = (entry: MonitoredServer): { health: ServerHealth; checkers: readonly RunningChecker[] } => {
    const { checkers } = entry.server;
    const before = book.of(entry.key);
    if (!before) return { health: welcome(entry, deps), checkers: startAll(entry, null) };
    const known = watched.get(entry.key) ?? NONE;
    if (sameCheckers(known, checkers)) return { health: before, checkers: known };
    return { health: resumedHealth(before, checkers.length, deps.wall()), checkers: startAll(entry, before) };
  };

  /** Those that stay are in both, as the same list. */
  const letGo = (next: ReadonlyMap<string, readonly RunningChecker[]>): void => {
    for (const [key, list] of watched) {
      if (next.get(key) !== list) for (const running of list) running.live = false;
    }
  };

  return {
    watch: (servers) => {
      const next = new Map<string, readonly RunningChecker[]>();
      const healths = new Map<string, ServerHealth>();
      for (const entry of servers) {
        if (healths.has(entry.key)) continue;
        const { health, checkers } = meet(entry);
        healths.set(entry.key, health);
        next.set(entry.key, checkers);
      }
      letGo(next);
      watched = next;
      book.replace(healths);
      runner.arm();
    },
    healthOf: (key) => book.of(key),
    anySaid: () => book.anySaid,
    revision: () => book.revision,
    stop: () => runner.stop(),
  };
};
