import { errorText } from "@baton/shared/base/error-text.ts";
import type { CommandBody, CommandResult } from "@baton/shared/contract/commands.ts";
import type { AgentGateway } from "../ports/agent-gateway.ts";
import type { AuditLog } from "../ports/audit-log.ts";
import type { Clock } from "../ports/clock.ts";
import type { FleetDesk } from "./fleet-desk.ts";

export interface Order {
  readonly id: string;
  readonly node: string;
  readonly body: CommandBody;
  /** Hub clock, milliseconds since 1970. */
  readonly deadline: number;
  readonly requestedBy: string;
  readonly reason: string;
}

interface Deps {
  readonly gateway: AgentGateway;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly fleet: FleetDesk;
}

const MAX_OPEN = 200;

const definedIn = (body: CommandBody): Record<string, string | number | boolean> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));

export type CommandDesk = ReturnType<typeof newCommandDesk>;

/** Sends commands, each written down first, and brings back their results. */
export const newCommandDesk = (deps: Deps) => {
  const open = new Map<string, { node: string; done: (result: CommandResult) => void }>();

  const put = (order: Order, done: (result: CommandResult) => void): void => {
    open.set(order.id, { node: order.node, done });
    for (const id of open.keys()) {
      if (open.size <= MAX_OPEN) break;
      open.delete(id);
    }
  };

  const transmit = async (order: Order): Promise<void> => {
    const { id, node, body, deadline, requestedBy, reason } = order;
    const { kind, ...wanted } = definedIn(body);
    const entry = { at: deps.clock.now(), who: requestedBy, action: `command.${kind}`, target: node, reason };
    await deps.audit.record({ ...entry, detail: { ...wanted, id, deadline } });
    const offset = deps.fleet.fleet().get(node)?.clockOffsetMs ?? 0;
    const command = { id, deadline: Math.max(0, Math.round(deadline - offset)), requestedBy, reason, body };
    if (!deps.gateway.send(node, command)) throw new Error(`${node} is not connected`);
  };

  return {
    /**
     * `done` is called at most once, with the agent's result, or with a failed one made here when the command could
     * not be sent. That it is never called is possible: deadlines are the caller's.
     */
    send: (order: Order, done: (result: CommandResult) => void): void => {
      put(order, done);
      transmit(order).catch((cause: unknown) => {
        if (!open.delete(order.id)) return;
        const message = errorText(cause);
        done({ id: order.id, outcome: "failed", code: "command.undeliverable", message });
      });
    },
    /** False for a result no one waits for, or one from the wrong node. */
    result: (node: string, result: CommandResult): boolean => {
      const entry = open.get(result.id);
      if (entry?.node !== node) return false;
      open.delete(result.id);
      entry.done(result);
      return true;
    },
  };
};
