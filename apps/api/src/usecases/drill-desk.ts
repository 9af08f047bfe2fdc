import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { type DrillRequest, newDocument, orphanedDocument, refusedDocument } from "../domain/drill/document.ts";
import type { DrillEvent } from "../domain/drill/event.ts";
import { observe } from "../domain/drill/observation.ts";
import { type Preflight, type ProbeTarget, preflight } from "../domain/drill/preflight.ts";
import { type DrillAction, type DrillRun, type DrillStep, nextDeadline } from "../domain/drill/state.ts";
import { beginDrill, stepDrill } from "../domain/drill/step.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { BrowserFeed } from "../ports/browser-feed.ts";
import type { Clock } from "../ports/clock.ts";
import type { DrillStore } from "../ports/drill-store.ts";
import type { Log } from "../ports/log.ts";
import type { Secrets } from "../ports/secrets.ts";
import type { CommandDesk } from "./command-desk.ts";
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

/** Runs the drill machine: one drill at a time, its timer, its commands, its document. */
export const newDrillDesk = (deps: DrillDeps) => {
  const { clock, fleet } = deps;
  let run: DrillRun | null = null;
  /** Taken from the request on, before anything is awaited: two requests at once cannot both go. */
  let reserved = false;
  let shown: Drill | null = null;
  let cancelTimer = () => {};
  let saving = Promise.resolve();
  const endWaiters: (() => void)[] = [];

  const save = (drill: Drill): Promise<void> => {
    saving = saving
      .then(() => deps.store.put(drill))
      .catch((cause: unknown) =>
        deps.log.error("a drill could not be stored", { drill: drill.id, cause: String(cause) }),
      );
    return saving;
  };

  const show = (drill: Drill): Promise<void> => {
    shown = drill;
    deps.feed.drill(drill);
    return save(drill);
  };

  const send = (drill: Drill, { node, id, body, deadline }: DrillAction): void => {
    const order = { node, id, body, deadline, requestedBy: drill.requestedBy, reason: drill.reason };
    deps.commands.send(order, (result) => take({ type: "result", at: clock.now(), result }));
  };

  const adopt = (step: DrillStep): void => {
    const before = run?.drill;
    run = step.run;
    if (run.drill !== before) void show(run.drill);
    cancelTimer();
    const deadline = nextDeadline(run);
    if (deadline === null) {
      run = null;
      reserved = false;
      cancelTimer = () => {};
      for (const resolve of endWaiters.splice(0)) resolve();
    } else cancelTimer = clock.wakeAt(deadline, () => take({ type: "clock", at: clock.now() }));
    for (const action of step.actions) send(step.run.drill, action);
  };

  const take = (event: DrillEvent): void => {
    if (run) adopt(stepDrill(run, event));
  };

  fleet.onChange(() => {
    if (!run) return;
    const at = clock.now();
    take({ type: "observed", at, observation: observe(fleet.fleet(), run.drill.instance, at) });
  });

  const check = (instance: string): Preflight => preflight(fleet.fleet(), instance, reserved, clock.now());

  const refuse = async (request: DrillRequest, found: Preflight): Promise<Drill> => {
    const at = clock.now();
    const drill = refusedDocument(newDocument(deps.secrets.id(), at, request, found), at, found);
    await deps.store.put(drill);
    if (!reserved) shown = drill;
    deps.feed.drill(drill);
    return drill;
  };

  const record = (request: DrillRequest) =>
    deps.audit.record({
      at: clock.now(),
      who: request.requestedBy,
      action: "drill.requested",
      target: request.instance,
      reason: request.reason,
      detail: { handBack: request.handBack },
    });

  const begin = async (request: DrillRequest): Promise<Drill> => {
    await record(request);
    const found = preflight(fleet.fleet(), request.instance, false, clock.now());
    if (!isReady(found)) {
      reserved = false;
      return refuse(request, found);
    }
    const step = beginDrill(deps.secrets.id(), clock.now(), request, found);
    adopt(step);
    await saving;
    return step.run.drill;
  };

  return {
    preflight: check,
    /** The document as it begins: refused with its blockers, or under way. Throws when it cannot be written down. */
    start: async (request: DrillRequest): Promise<Drill> => {
      if (reserved) {
        await record(request);
        return refuse(request, check(request.instance));
      }
      reserved = true;
      try {
        return await begin(request);
      } finally {
        if (!run) reserved = false;
      }
    },
    /** The one that runs, else the last one that browsers were shown. */
    current: (): Drill | null => run?.drill ?? shown,
    isRunning: (): boolean => reserved,
    /** Stores and shows a changed document of a drill that has ended. */
    amend: (drill: Drill): Promise<void> => (shown === null || shown.id === drill.id ? show(drill) : save(drill)),
    /** At the start of the hub: what its forerunner left without an end gets one. */
    recover: async (): Promise<void> => {
      for (const drill of await deps.store.unended()) await deps.store.put(orphanedDocument(drill, clock.now()));
      shown = (await deps.store.latest(1))[0] ?? null;
    },
    /** While agents still listen: puts back what a running drill has moved, and waits for its end, seconds at most. */
    close: async (): Promise<void> => {
      take({ type: "stop", at: clock.now() });
      if (run) await new Promise<void>((resolve) => endWaiters.push(resolve));
      await saving;
    },
  };
};
