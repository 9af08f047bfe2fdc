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
 * start finds what was saved and goes on from there. It does not put right what someone else changed on purpose
 * meanwhile: it names it, as `status` does.
 */
export const startHost = async (context: ChildContext): Promise<ChildWork> => {
  const { settings } = context;
  const loopback = openLoopback();
  const vips = settings.loopbackVips;
  try {
    const done = await startRealserver(loopback, settings.stateDir, vips);
    for (const action of done) context.log(`real server: ${sentenceOf(action)}`);
  } catch (error) {
    context.log(`real server: can't set it up: ${error instanceof Error ? error.message : String(error)}`);
  }
  const watch = watchLoopback(context, loopback);
  const mysql = settings.mysqlDefaultsFile ? startMysqlWatcher(context, settings.mysqlDefaultsFile) : null;
  return {
    stop: async () => {
      watch.stop();
      await mysql?.stop();
      const done = await stopRealserver(loopback, settings.stateDir, vips);
      for (const action of done) context.log(`real server: ${sentenceOf(action)}`);
      loopback.close();
    },
  };
};

const watchLoopback = (context: ChildContext, loopback: Loopback): { stop(): void } => {
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
      for (const vip of context.settings.loopbackVips) compare(loopbackFact(state, vip));
      context.report([{ op: "confirm", source: "host", at: Date.now() }]);
      unreadable = false;
    } catch (error) {
      // Without a confirmation the facts turn unknown by themselves.
      if (!unreadable)
        context.log(`real server: can't read the kernel: ${error instanceof Error ? error.message : error}`);
      unreadable = true;
    }
    if (!stopped) timer = setTimeout(() => void look(), CONFIRM_EVERY_MS);
  };
  void look();
  return {
    stop: () => {
      stopped = true;
      if (timer) clearTimeout(timer);
    },
  };
};
