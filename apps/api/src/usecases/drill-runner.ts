import type { Drill } from "@baton/shared/contract/http/drills.ts";
import type { DrillEvent } from "../domain/drill/event.ts";
import { observe } from "../domain/drill/observation.ts";
import { type DrillAction, type DrillRun, type DrillStep, nextDeadline } from "../domain/drill/state.ts";
import { stepDrill } from "../domain/drill/step.ts";
import type { Clock } from "../ports/clock.ts";
import type { CommandDesk } from "./command-desk.ts";
import type { FleetDesk } from "./fleet-desk.ts";

interface Deps {
  readonly clock: Clock;
  readonly fleet: FleetDesk;
  readonly commands: CommandDesk;
  /** The document has changed. */
  readonly onDocument: (drill: Drill) => void;
  readonly onEnd: () => void;
}

export type DrillRunner = ReturnType<typeof newDrillRunner>;

/** The shell around the drill machine: feeds it pictures, results and the one timer, and sends its commands. */
export const newDrillRunner = (deps: Deps) => {
  const { clock, fleet } = deps;
  let run: DrillRun | null = null;
  let cancelTimer = () => {};

  const send = (drill: Drill, { node, id, body, deadline }: DrillAction): void => {
    const order = { node, id, body, deadline, requestedBy: drill.requestedBy, reason: drill.reason };
    deps.commands.send(order, (result) => take({ type: "result", at: clock.now(), result }));
  };

  const adopt = (step: DrillStep): void => {
    const before = run?.drill;
    cancelTimer();
    const deadline = nextDeadline(step.run);
    run = deadline === null ? null : step.run;
    cancelTimer = deadline === null ? () => {} : clock.wakeAt(deadline, () => onTimer(deadline));
    if (step.run.drill !== before) deps.onDocument(step.run.drill);
    if (deadline === null) deps.onEnd();
    for (const action of step.actions) send(step.run.drill, action);
  };

  /** A timer may fire a moment early, and the clock may have been set back meanwhile: its time has come all the same. */
  const onTimer = (deadline: number): void => take({ type: "clock", at: Math.max(clock.now(), deadline) });

  const take = (event: DrillEvent): void => {
    if (!run) return;
    const step = stepDrill(run, event);
    if (step.run !== run) adopt(step);
  };

  fleet.onChange(() => {
    if (!run) return;
    const at = clock.now();
    take({ type: "observed", at, observation: observe(fleet.fleet(), run.drill.instance, at) });
  });

  return {
    begin: adopt,
    current: (): Drill | null => run?.drill ?? null,
    stop: (): void => take({ type: "stop", at: clock.now() }),
  };
};
