import type { CommandResult } from "@baton/shared/contract/commands.ts";
import type { WeightAnswer, WeightOutcome } from "@baton/shared/contract/http/weights.ts";
import type { Actor } from "../domain/access/role.ts";
import type { NodeState } from "../domain/fleet/state.ts";
import { commandFor, compared, directorsFor, serverFact, type WeightWish } from "../domain/weight/wish.ts";
import type { Clock } from "../ports/clock.ts";
import type { Secrets } from "../ports/secrets.ts";
import { askAgent } from "./ask-agent.ts";
import type { CommandDesk } from "./command-desk.ts";
import type { FleetDesk } from "./fleet-desk.ts";
import { HubError } from "./hub-error.ts";

interface Deps {
  readonly fleet: FleetDesk;
  readonly commands: CommandDesk;
  readonly clock: Clock;
  readonly secrets: Secrets;
}

/** How long a director may take to answer, and then to tell what its kernel has; milliseconds. */
const ANSWER_MS = 5_000;
const CONFIRM_MS = 3_000;

export type ChangeWeight = (wish: WeightWish, actor: Actor) => Promise<WeightAnswer>;

/**
 * Asks every director of the virtual server, each on its own, and answers with what their kernels have afterwards.
 * Throws when no director speaks of the real server.
 */
export const newChangeWeight =
  (deps: Deps): ChangeWeight =>
  async (wish, actor) => {
    const directors = directorsFor(deps.fleet.fleet(), wish);
    if (directors.length === 0) {
      const message = `No director${wish.nodes ? " of those named" : ""} reports ${wish.realServer} in ${wish.virtualServer}.`;
      throw new HubError(404, "weight.no-such-server", message);
    }
    const requestId = wish.requestId ?? deps.secrets.id();
    return { directors: await Promise.all(directors.map((node) => change(deps, wish, node, actor, requestId))) };
  };

const change = async (
  deps: Deps,
  wish: WeightWish,
  node: NodeState,
  actor: Actor,
  requestId: string,
): Promise<WeightOutcome> => {
  const now = deps.clock.now();
  const result = await askAgent(deps, {
    id: `${requestId}/${node.name}`.slice(0, 200),
    node: node.name,
    body: commandFor(wish, node, now),
    deadline: now + ANSWER_MS,
    requestedBy: actor.name,
    reason: wish.reason,
  });
  const outcome = outcomeOf(result, node.name);
  const found = await (outcome.outcome === "done" ? whenTold(deps, wish, node.name) : look(deps, wish, node.name));
  return {
    node: node.name,
    ...outcome,
    confirmed: outcome.outcome === "done" && found.confirmed,
    weight: found.weight,
  };
};

type Answer = Pick<WeightOutcome, "outcome" | "code" | "message">;

/** What was to be restored and is not overridden is as it was wished, so a repeat is no failure. */
const outcomeOf = (result: CommandResult | null, node: string): Answer => {
  if (result === null) {
    return { outcome: "unanswered", code: "command.unanswered", message: `${node} did not answer in time.` };
  }
  const { outcome, code, message } = result;
  return { outcome: code === "weight.not-overridden" ? "done" : outcome, code, message };
};

const look = ({ fleet }: Deps, wish: WeightWish, name: string) => {
  const node = fleet.fleet().get(name);
  return compared(node && serverFact(node, wish), wish);
};

/** Waits until the director's facts say it. */
const whenTold = (deps: Deps, wish: WeightWish, name: string): Promise<ReturnType<typeof compared>> =>
  new Promise((resolve) => {
    const settle = (): void => {
      stop();
      cancel();
      resolve(look(deps, wish, name));
    };
    const check = (): void => {
      const { told, confirmed, weight } = look(deps, wish, name);
      if (told && (confirmed || weight === null)) settle();
    };
    const stop = deps.fleet.onChange(check);
    const cancel = deps.clock.wakeAt(deps.clock.now() + CONFIRM_MS, settle);
    check();
  });
