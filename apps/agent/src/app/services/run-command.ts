import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";
import { realServerKey } from "../../core/ipvs/key.ts";
import type { MonitoredServer } from "./monitor.ts";
import type { WeightKeeper } from "./weight-keeper.ts";

export interface WeightCommandDeps {
  readonly weights: WeightKeeper;
  readonly serverOf: (key: string) => MonitoredServer | null;
  readonly wall: () => number;
  /** Brings the new weight into the kernel's table; its sentence when that failed. */
  readonly adjust: () => Promise<string | null>;
}

type Answer = Omit<CommandResult, "id">;

const refused = (code: string, message: string): Answer => ({ outcome: "refused", code, message });

const setWeight = (
  deps: WeightCommandDeps,
  { requestedBy, reason, body }: Command,
  target: MonitoredServer,
): Answer | null => {
  if (body.kind !== "weight") return null;
  const { weight, untilMs } = body;
  if (untilMs !== undefined && untilMs <= deps.wall()) return refused("weight.until-past", "that time is over already");
  const said = { server: target.key, weight, requestedBy, reason: body.reason ?? reason, until: untilMs ?? null };
  if (deps.weights.override(target.virtualServer, said, body.force === true)) return null;
  const message = `${body.realServer} is the last server of ${body.virtualServer} with a weight`;
  return refused("weight.last-server", `${message}; --force drains it all the same`);
};

/** Carries a command about weights out; codes are stable. Done means that the kernel's table has it. */
export const runWeightCommand = async (deps: WeightCommandDeps, command: Command): Promise<CommandResult> => {
  const { id, body, deadline } = command;
  if (body.kind !== "weight" && body.kind !== "weight-restore")
    return { id, ...refused("command.not-mine", `the services process does not know ${body.kind}`) };
  if (deps.wall() > deadline)
    return { id, outcome: "expired", code: "command.expired", message: "the command's deadline had passed" };
  const at = body.realServer.startsWith(`${body.virtualServer} -> `) ? body.realServer : null;
  const target = deps.serverOf(at ?? `${body.virtualServer} -> ${body.realServer}`);
  if (!target)
    return { id, ...refused("weight.no-such-server", `there is no ${body.realServer} in ${body.virtualServer}`) };
  const problem = setWeight(deps, command, target);
  if (problem) return { id, ...problem };
  if (body.kind === "weight-restore" && !deps.weights.restore(target.key))
    return { id, ...refused("weight.not-overridden", `${body.realServer} has its configured weight`) };
  const failure = await deps.adjust();
  if (failure !== null) {
    const message = `${failure}; the wish stands and is carried out as soon as the table can be changed`;
    return { id, outcome: "failed", code: "weight.table", message };
  }
  const weight = deps.weights.weightOf(target.virtualServer, target.server);
  const name = realServerKey(body.virtualServer, target.server);
  return { id, outcome: "done", code: "", message: `${name}: weight ${weight}`, evidence: { weight } };
};
