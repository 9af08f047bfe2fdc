import { errorText } from "@baton/shared/base/error-text.ts";
import type { FactOf } from "@baton/shared/contract/facts.ts";
import { CONFIRM_EVERY_MS } from "@baton/shared/contract/lease.ts";
import { loopbackFact } from "../../core/host/realserver.ts";
import { type Loopback, openLoopback } from "../../io/sysctl/loopback.ts";
import type { ChildContext, ChildWork } from "../child.ts";
import { startMysqlWatcher } from "./mysql-watcher.ts";
import { readHost, sentenceOf, startRealserver, stopRealserver } from "./realserver.ts";

/**
 * The process of a database host: carries the VIP on loopback, looks every second whether it still does, and watches
 * the replication. An orderly stop takes the VIP off and puts back what was found before; after a crash the next
 * start finds what was saved and goes on from there. What someone else undoes meanwhile is named in an event and put
 * right, ever more seldom when it is undone again and again.
 */
export const startHost = async (context: ChildContext): Promise<ChildWork> => {
  const { settings } = context;
  const loopback = openLoopback();
  const vips = settings.loopbackVips;
  try {
    const done = await startRealserver(loopback, settings.stateDir, vips);
    for (const action of done) context.log(`real server: ${sentenceOf(action)}`);
  } catch (error) {
    context.log(`real server: can't set it up: ${errorText(error)}`);
  }
  const watch = watchLoopback(context, loopback);
  const mysql = settings.mysqlDefaultsFile ? startMysqlWatcher(context, settings.mysqlDefaultsFile) : null;
  return {
    stop: async () => {
      await watch.stop();
      await mysql?.stop();
      const done = await stopRealserver(loopback, settings.stateDir, vips);
      for (const action of done) context.log(`real server: ${sentenceOf(action)}`);
      loopback.close();
    },
  };
};

/** After each repair the next one waits twice as long; a quiet minute starts afresh. */
const FIRST_REPAIR_PAUSE_MS = 1000;
const LONGEST_REPAIR_PAUSE_MS = 60_000;

const createRepair = (context: ChildContext, loopback: Loopback): (() => Promise<boolean>) => {
  let pauseMs = FIRST_REPAIR_PAUSE_MS;
  let lastAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = performance.now();
    if (now - lastAt < pauseMs) return false;
    pauseMs = now - lastAt > 2 * LONGEST_REPAIR_PAUSE_MS ? FIRST_REPAIR_PAUSE_MS : pauseMs;
    pauseMs = Math.min(LONGEST_REPAIR_PAUSE_MS, pauseMs * 2);
    lastAt = now;
    const done = await startRealserver(loopback, context.settings.stateDir, context.settings.loopbackVips);
    for (const action of done) context.log(`real server: put right: ${sentenceOf(action)}`);
    return done.length > 0;
  };
};

const watchLoopback = (context: ChildContext, loopback: Loopback): { stop(): Promise<void> } => {
  const repair = createRepair(context, loopback);
  const known = new Map<string, FactOf<"loopback-vip">>();
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  const compare = (fact: FactOf<"loopback-vip">): void => {
    const before = known.get(fact.key);
    if (before && before.onLoopback === fact.onLoopback && before.problems.join() === fact.problems.join()) return;
    known.set(fact.key, fact);
    context.report([{ op: "set", fact }]);
    const good = fact.problems.length === 0;
    context.event({
      kind: "loopback-vip.changed",
      severity: good ? "info" : "warning",
      at: Date.now(),
      subject: fact.key,
      text: good
        ? `real server: ${fact.key} is on lo and quiet`
        : `real server: ${fact.key} is not right: ${fact.problems.join("; ")}`,
      data: { onLoopback: fact.onLoopback, problems: fact.problems.join("; ") },
    });
  };

  let unreadable = false;
  const look = async (): Promise<void> => {
    try {
      const state = await readHost(loopback);
      if (stopped) return;
      const facts = context.settings.loopbackVips.map((vip) => loopbackFact(state, vip));
      for (const fact of facts) compare(fact);
      if (facts.some(({ problems }) => problems.length > 0) && (await repair())) {
        const repaired = await readHost(loopback);
        for (const vip of context.settings.loopbackVips) compare(loopbackFact(repaired, vip));
      }
      context.report([{ op: "confirm", source: "host", at: Date.now() }]);
      unreadable = false;
    } catch (error) {
      // Without a confirmation the facts turn unknown by themselves.
      if (!unreadable)
        context.log(`real server: can't read the kernel: ${error instanceof Error ? error.message : error}`);
      unreadable = true;
    }
    if (!stopped) timer = setTimeout(next, CONFIRM_EVERY_MS);
  };
  let looking = look();
  const next = (): void => {
    looking = look();
  };
  return {
    stop: async () => {
      stopped = true;
      if (timer) clearTimeout(timer);
      // A repair under way would put the VIP back after it was taken off.
      await looking;
    },
  };
};
