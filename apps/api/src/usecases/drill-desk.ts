import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { type DrillRequest, newDocument, orphanedDocument, refusedDocument } from "../domain/drill/document.ts";
import { type Preflight, type ProbeTarget, preflight } from "../domain/drill/preflight.ts";
import { beginDrill } from "../domain/drill/step.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { BrowserFeed } from "../ports/browser-feed.ts";
import type { Clock } from "../ports/clock.ts";
import type { DrillStore } from "../ports/drill-store.ts";
import type { Log } from "../ports/log.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { CommandDesk } from "./command-desk.ts";
import { newDrillBoard } from "./drill-board.ts";
import { newDrillRunner } from "./drill-runner.ts";
import type { FleetDesk } from "./fleet-desk.ts";

export interface DrillDeps {
  readonly store: DrillStore;
  readonly audit: AuditLog;
  readonly feed: BrowserFeed;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly fleet: FleetDesk;
  readonly commands: CommandDesk;
  readonly log: Log;
}

export type DrillDesk = ReturnType<typeof newDrillDesk>;

type Ready = Preflight & { from: string; to: string; witness: string; target: ProbeTarget };

const isReady = (found: Preflight): found is Ready =>
  found.blockers.length === 0 && !!found.from && !!found.to && !!found.witness && !!found.target;

const recordRequest = ({ audit, clock }: DrillDeps, request: DrillRequest): Promise<void> =>
  audit.record({
    at: clock.now(),
    who: request.requestedBy,
    action: "drill.requested",
    target: request.instance,
    reason: request.reason,
    detail: { handBack: request.handBack },
  });

/** Takes requests for drills and lets one go at a time. */
export const newDrillDesk = (deps: DrillDeps) => {
  const { clock, fleet } = deps;
  const board = newDrillBoard(deps);
  /** Taken from the request on, before anything is awaited: two requests at once cannot both go. */
  let reserved = false;
  const endWaiters: (() => void)[] = [];
  const onEnd = (): void => {
    reserved = false;
    for (const resolve of endWaiters.splice(0)) resolve();
  };
  const runner = newDrillRunner({ ...deps, onDocument: board.show, onEnd });

  const check = (instance: string): Preflight => preflight(fleet.fleet(), instance, reserved, clock.now());

  const refuse = async (request: DrillRequest, found: Preflight): Promise<Drill> => {
    const at = clock.now();
    const drill = refusedDocument(newDocument(deps.secrets.id(), at, request, found), at, found);
    await deps.store.put(drill);
    return drill;
  };

  const begin = async (request: DrillRequest): Promise<Drill> => {
    await recordRequest(deps, request);
    const found = preflight(fleet.fleet(), request.instance, false, clock.now());
    if (!isReady(found)) return refuse(request, found);
    const step = beginDrill(deps.secrets.id(), clock.now(), request, found);
    runner.begin(step);
    await board.stored();
    return step.run.drill;
  };

  return {
    preflight: check,
    /** The document as it begins: refused with its blockers, or under way. Throws when it cannot be written down. */
    start: async (request: DrillRequest): Promise<Drill> => {
      if (reserved) {
        await recordRequest(deps, request);
        return refuse(request, check(request.instance));
      }
      reserved = true;
      try {
        return await begin(request);
      } finally {
        if (!runner.current()) reserved = false;
      }
    },
    /** The one that runs, else the last one that ran. */
    current: (): Drill | null => runner.current() ?? board.shown(),
    /** Stores and shows a changed document of a drill that has ended. */
    amend: board.amend,
    /** At the start of the hub: what its forerunner left without an end gets one. */
    recover: async (): Promise<void> => {
      for (const drill of await deps.store.unended()) await deps.store.put(orphanedDocument(drill, clock.now()));
      const latest = await deps.store.latest(20);
      board.begin(latest.find((drill) => drill.outcome !== "refused") ?? null);
    },
    /** While agents still listen: puts back what a running drill has moved, and waits for its end, seconds at most. */
    close: async (): Promise<void> => {
      runner.stop();
      if (runner.current()) await new Promise<void>((resolve) => endWaiters.push(resolve));
      await board.stored();
    },
  };
};
