import type { Role } from "@baton/shared/contract/agent-hub.ts";
import type { Fact, FactSource } from "@baton/shared/contract/facts.ts";
import { masterRouter, virtualRouter, virtualServer } from "@baton/shared/contract/test-facts.ts";
import { type Fleet, type NodeState, pictureOf } from "../domain/fleet/state.ts";

export const NOW = 1_000_000;

interface NodeOptions {
  readonly roles?: readonly Role[];
  readonly connected?: boolean;
  readonly confirmedAt?: number;
  readonly clockOffsetMs?: number;
}

export const node = (name: string, facts: Fact[], options: NodeOptions = {}): NodeState => {
  const { roles = ["director"], connected = true, confirmedAt = NOW, clockOffsetMs = 0 } = options;
  const confirmed: Partial<Record<FactSource, number>> = { vrrp: confirmedAt, services: confirmedAt };
  return {
    name,
    roles,
    version: "1",
    boot: "boot-0001",
    connection: connected ? `socket-${name}` : null,
    connectedSince: 0,
    clockOffsetMs,
    picture: pictureOf({ seq: 1, facts, confirmed }),
    inStep: true,
  };
};

export const fleetOf = (...nodes: NodeState[]): Fleet => new Map(nodes.map((one) => [one.name, one]));

/** lvs1 master, lvs2 backup, both serving, a witness at the client: everything a drill wants. */
export const healthyFleet = (): Fleet =>
  fleetOf(
    node("lvs1", [masterRouter(), virtualServer()]),
    node("lvs2", [virtualRouter(), virtualServer()]),
    node("client", [], { roles: ["witness"] }),
  );
