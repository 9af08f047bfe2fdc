import { assertNever } from "@baton/shared/base/assert-never.ts";
import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";
import type { RouterEvent } from "../../core/vrrp/event.ts";
import type { VrrpDeps } from "./deps.ts";
import type { VrrpEngine } from "./engine.ts";
import type { Router } from "./router.ts";

const outcome = (command: Command, what: CommandResult["outcome"], code: string, message: string): CommandResult => ({
  id: command.id,
  outcome: what,
  code,
  message,
});

const eventOf = (command: Command, at: number): RouterEvent | null => {
  const { body, requestedBy } = command;
  switch (body.kind) {
    case "takeover":
      return { type: "takeover", at, leaseMs: body.leaseMs, requestedBy };
    case "release":
      return { type: "release", at, requestedBy };
    case "probe-start":
    case "probe-stop":
    case "weight":
    case "weight-restore":
      return null;
    default:
      return assertNever(body);
  }
};

const evidence = (router: Router): CommandResult["evidence"] => ({
  state: router.state.phase.name,
  since: router.since,
  heldAddresses: router.held.map((address) => address.address),
  error: router.lastAddressError,
});

/** Carries a command out and says how it went; codes are stable. */
export const runCommand = async (
  engine: VrrpEngine,
  deps: Pick<VrrpDeps, "clock">,
  command: Command,
): Promise<CommandResult> => {
  const event = eventOf(command, deps.clock.monotonic());
  const { body } = command;
  if (!event || !("instance" in body))
    return outcome(command, "refused", "command.not-mine", `the VRRP process does not know ${body.kind}`);
  if (deps.clock.wall() > command.deadline)
    return outcome(command, "expired", "command.expired", "the command's deadline had passed");
  const router = engine.router(body.instance);
  if (!router)
    return outcome(command, "refused", `${body.kind}.no-such-instance`, `there is no instance ${body.instance}`);
  const refusal = await engine.command(router, event);
  if (refusal) return outcome(command, "refused", refusal.code, refusal.message);
  if (body.kind === "takeover" && router.lastAddressError !== null)
    return {
      ...outcome(command, "failed", `${body.kind}.address-failed`, router.lastAddressError),
      evidence: evidence(router),
    };
  return { ...outcome(command, "done", "", `${body.instance}: ${body.kind} done`), evidence: evidence(router) };
};
