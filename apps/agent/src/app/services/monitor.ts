import type { Checker, RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import { formatLogEndpoint } from "@baton/shared/net/endpoint.ts";
import {
  type CheckerAction,
  type CheckerEvent,
  type CheckerState,
  nextDeadline,
  startChecker,
  startCheckerDown,
  stepChecker,
} from "../../core/health/checker.ts";
import type { CheckWeight } from "../../core/health/pool-weights.ts";
import { createSchedule } from "../../core/health/schedule.ts";
import { isInService, type ServerHealth, startServer, stepServer, weighServer } from "../../core/health/server.ts";
import type { Prober } from "../../ports/prober.ts";
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

export interface MonitoredServer {
  /** The real server's key. */
  readonly key: string;
  readonly virtualServer: VirtualServer;
  readonly server: RealServer;
  /** What the kernel's table says of it at the start: true when its service is there without it. */
  readonly missing: boolean;
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

interface Watch {
  readonly server: string;
  /** The real server, for checkers that connect to nothing. */
  readonly place: Pick<RealServer, "address" | "port">;
  readonly index: number;
  readonly checker: Checker;
  /** It starts as failed by alpha alone, so nobody has been told yet. */
  readonly untold: boolean;
  state: CheckerState;
  /** False when it is watched no longer. */
  live: boolean;
}

const NO_WATCHES: readonly Watch[] = [];

/** Timers of Node hold at most this, milliseconds. */
const LONGEST_TIMER = 0x7fff_ffff;

/** What falls due within this time after a wake-up is gathered for the next one, milliseconds: a wake-up costs as much as a dozen checks. */
const GATHER_MS = 40;

/** How often a suspended checker is looked at again, milliseconds. */
const SUSPENDED_LOOK_MS = 500;

/** Whether a checker of a new server counts as succeeding until its first probe has ended. */
const startsUp = ({ virtualServer, missing }: MonitoredServer, { alpha }: Checker): boolean =>
  !missing && !(alpha ?? virtualServer.alpha);

/** Two checkers that probe the same way, wherever in the file they stand. */
const sameChecker = (a: Checker, b: Checker): boolean =>
  a === b || JSON.stringify({ ...a, range: null }) === JSON.stringify({ ...b, range: null });

export const createMonitor = (deps: MonitorDeps): Monitor => {
  /** By the server's key; one for each of its checkers. */
  let watches = new Map<string, readonly Watch[]>();
  let healths = new Map<string, ServerHealth>();
  let revision = 0;
  /** Servers of whose weight a checker has said something. */
  let weighed = 0;
  const schedule = createSchedule<Watch>();
  let timer: NodeJS.Timeout | null = null;
  /** When the timer goes off. */
  let wakeAt = Number.POSITIVE_INFINITY;
  let ranAt = Number.NEGATIVE_INFINITY;
  let stopped = false;

  const arm = (): void => {
    const due = schedule.next();
    if (stopped || due === null) return;
    const next = Math.max(due, ranAt + GATHER_MS);
    if (timer && wakeAt <= next) return;
    if (timer) clearTimeout(timer);
    wakeAt = next;
    timer = setTimeout(runDue, Math.min(Math.max(0, Math.ceil(next - deps.now())), LONGEST_TIMER));
  };

  const runDue = (): void => {
    const now = deps.now();
    timer = null;
    ranAt = now;
    for (const watch of schedule.takeDue(now)) {
      if (!deps.isSuspended?.(watch.server)) step(watch, { type: "tick", at: now });
      else if (watch.live) schedule.add(watch, now + SUSPENDED_LOOK_MS);
    }
    arm();
  };

  const step = (watch: Watch, event: CheckerEvent): void => {
    if (!watch.live) return;
    const isFirst = watch.untold && !watch.state.hasRun;
    const { state, actions } = stepChecker(watch.checker, watch.state, event);
    watch.state = state;
    const deadline = nextDeadline(state);
    if (deadline !== null) schedule.add(watch, deadline);
    for (const action of actions) {
      perform(watch, action);
      if (action.type === "went-down" && isFirst) deps.onStillDown?.(watch.server);
    }
  };

  const probe = (watch: Watch): void => {
    void deps.prober.probe(watch.checker).then((outcome) => {
      if (stopped) return;
      step(watch, { type: "outcome", at: deps.now(), outcome });
      arm();
    });
  };

  const perform = (watch: Watch, action: CheckerAction): void => {
    if (action.type === "probe") probe(watch);
    else judgeAction(watch, action);
  };

  const judgeAction = (watch: Watch, action: Exclude<CheckerAction, { type: "probe" }>): void => {
    const name = checkName(watch.checker, watch.place);
    const described = describeCheck(watch.checker, watch.place);
    if (action.type === "weight") weigh(watch, action.said);
    else if (action.type === "probe-failed") deps.log(`${name} failed.`, "failed checks");
    else if (action.type === "came-up") {
      deps.log(`${name} success.`, "checks that succeed again");
      judge(watch, true, `${described} succeeded`);
    } else {
      const tries = action.retries > 0 ? ` after ${action.retries} ${action.retries === 1 ? "retry" : "retries"}` : "";
      judge(watch, false, `${described} failed${tries}: ${action.failure.reason}`);
    }
  };

  const weigh = (watch: Watch, said: CheckWeight): void => {
    const before = healths.get(watch.server);
    if (!before) return;
    const reason = `${describeCheck(watch.checker, watch.place)}: ${said.reason}`;
    revision += 1;
    if (before.said.size === 0) weighed += 1;
    healths.set(watch.server, weighServer(before, watch.index, { ...said, reason }));
    deps.onWeight();
  };

  const judge = (watch: Watch, up: boolean, reason: string): void => {
    const before = healths.get(watch.server);
    if (!before) return;
    const { health, changed } = stepServer(before, { checker: watch.index, up, reason }, deps.wall());
    revision += 1;
    healths.set(watch.server, health);
    if (changed) deps.onChange({ key: watch.server, health });
  };

  const startWatch = (entry: MonitoredServer, checker: Checker, index: number, before: ServerHealth | null): Watch => {
    const at = deps.now();
    const up = before ? isInService(before) : startsUp(entry, checker);
    const state = entry.missing ? startCheckerDown(at) : startChecker(checker, up, at, deps.random());
    const watch: Watch = {
      server: entry.key,
      place: entry.server,
      index,
      checker,
      untold: !up && !before && !entry.missing,
      state,
      live: true,
    };
    const deadline = nextDeadline(state);
    if (deadline !== null) schedule.add(watch, deadline);
    return watch;
  };

  const startHealth = (entry: MonitoredServer): ServerHealth => {
    const { checkers } = entry.server;
    const count = checkers.length;
    if (count === 0) return startServer(0, true, deps.wall(), "no checker is configured");
    const failing = checkers.flatMap((checker, index) => (startsUp(entry, checker) ? [] : [index]));
    deps.log(
      `Activating healthchecker for service ${formatLogEndpoint(entry.server)} for VS ${serviceText(entry.virtualServer)}`,
    );
    const health = startServer(count, true, deps.wall(), "not probed yet");
    return failing.length === 0 ? health : { ...health, failing: new Set(failing) };
  };

  const watchServer = (
    entry: MonitoredServer,
    nextWatches: Map<string, readonly Watch[]>,
    nextHealths: Map<string, ServerHealth>,
  ): void => {
    if (nextHealths.has(entry.key)) return;
    const { checkers } = entry.server;
    const known = watches.get(entry.key) ?? NO_WATCHES;
    const before = healths.get(entry.key);
    const unchanged =
      before !== undefined &&
      known.length === checkers.length &&
      known.every((watch, index) => sameChecker(watch.checker, checkers[index] ?? watch.checker));
    // A known server whose checkers were edited keeps its word until the new checkers have theirs.
    const health = !before
      ? startHealth(entry)
      : unchanged
        ? before
        : resumeHealth(before, checkers.length, deps.wall());
    nextHealths.set(entry.key, health);
    if (checkers.length === 0) return;
    const started = (checker: Checker, index: number): Watch => startWatch(entry, checker, index, before ?? null);
    nextWatches.set(entry.key, unchanged ? known : checkers.map(started));
  };

  /** Those that stay are in both, as the same list. */
  const letGo = (next: ReadonlyMap<string, readonly Watch[]>): void => {
    for (const [key, list] of watches) {
      if (next.get(key) !== list) for (const watch of list) watch.live = false;
    }
  };

  return {
    watch: (servers) => {
      const nextWatches = new Map<string, readonly Watch[]>();
      const nextHealths = new Map<string, ServerHealth>();
      for (const entry of servers) watchServer(entry, nextWatches, nextHealths);
      letGo(nextWatches);
      watches = nextWatches;
      healths = nextHealths;
      weighed = 0;
      for (const { said } of healths.values()) if (said.size > 0) weighed += 1;
      revision += 1;
      arm();
    },
    healthOf: (key) => healths.get(key) ?? null,
    anySaid: () => weighed > 0,
    revision: () => revision,
    stop: () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      deps.prober.close();
    },
  };
};

const resumeHealth = (before: ServerHealth, checkers: number, at: number): ServerHealth => {
  if (checkers === 0) return startServer(0, true, at, "no checker is configured");
  return { ...startServer(checkers, isInService(before), before.since, before.reason), since: before.since };
};
