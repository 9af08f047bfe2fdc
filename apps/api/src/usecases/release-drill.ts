import type { CommandResult } from "@baton/shared/contract/commands.ts";
import type { Drill } from "@baton/shared/contract/http/drills.ts";
import type { Actor } from "../domain/access/role.ts";
import { withStep } from "../domain/drill/document.ts";
import { observe } from "../domain/drill/observation.ts";
import { say } from "../domain/drill/words.ts";
import { askAgent } from "./ask-agent.ts";
import type { DrillDeps, DrillDesk } from "./drill-desk.ts";
import { HubError } from "./hub-error.ts";

const ANSWER_MS = 5_000;
const HAND_BACK_MS = 15_000;

export type ReleaseDrill = (id: string, actor: Actor) => Promise<Drill>;

/** Ends the takeover of a drill that has ended, and notes in its document when the old master has the VIP back. */
export const newReleaseDrill =
  (deps: DrillDeps, desk: DrillDesk): ReleaseDrill =>
  async (id, actor) => {
    const drill = await deps.store.find(id);
    if (!drill) throw new HubError(404, "drill.not-found", "There is no such drill.");
    if (drill.state !== "ended") throw new HubError(409, "drill.not-ended", "The drill is still under way.");
    const { to, instance } = drill;
    if (to === null || drill.report === null) {
      throw new HubError(409, "drill.nothing-to-release", "This drill moved nothing, so there is nothing to release.");
    }
    const result = await release(deps, { drill, node: to, instance }, actor);
    if (result?.outcome !== "done") {
      throw new HubError(502, "drill.release-failed", result?.message || `${to} did not answer in time.`);
    }
    const words = say("released-by", { who: actor.name, node: to });
    const released = withStep(drill, deps.clock.now(), "released", to, words);
    await desk.amend(released);
    watchHandBack(deps, desk, released);
    return released;
  };

const release = (
  deps: DrillDeps,
  { drill, node, instance }: { drill: Drill; node: string; instance: string },
  actor: Actor,
): Promise<CommandResult | null> =>
  askAgent(deps, {
    id: `${drill.id}/release/${deps.secrets.id()}`,
    node,
    body: { kind: "release", instance },
    deadline: deps.clock.now() + ANSWER_MS,
    requestedBy: actor.name,
    reason: `release of the drill: ${drill.reason}`.slice(0, 500),
  });

const watchHandBack = (deps: DrillDeps, desk: DrillDesk, drill: Drill): void => {
  let watching = true;
  const cancel = deps.clock.wakeAt(deps.clock.now() + HAND_BACK_MS, () => {
    watching = false;
    stop();
  });
  const look = (): void => {
    if (!watching || drill.from === null) return;
    const at = deps.clock.now();
    const owner = observe(deps.fleet.fleet(), drill.instance, at).members.find((member) => member.node === drill.from);
    if (!owner?.holds) return;
    watching = false;
    cancel();
    stop();
    void desk.amend(withStep(drill, at, "handed-back", drill.from, say("has-it-back", { node: drill.from })));
  };
  const stop = deps.fleet.onChange(look);
  look();
};
