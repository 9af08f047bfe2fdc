import { applyDelta } from "@baton/shared/contract/picture.ts";
import type { FleetAction, FleetEvent } from "./event.ts";
import { absentNode, type Fleet, greetedNode, type NodeState, pictureOf } from "./state.ts";

interface FleetStep {
  readonly fleet: Fleet;
  readonly actions: readonly FleetAction[];
}

type EventOf<T extends FleetEvent["type"]> = Extract<FleetEvent, { type: T }>;

const withNode = (fleet: Fleet, node: NodeState): Fleet => new Map(fleet).set(node.name, node);

const tellNode = (node: string): FleetAction => ({ type: "tell-node", node });

/** Folds one event into the fleet. Messages of a connection that was replaced change nothing. */
export const stepFleet = (fleet: Fleet, event: FleetEvent): FleetStep => {
  switch (event.type) {
    case "enrolled":
      return enrolled(fleet, event);
    case "hello":
      return greeted(fleet, event);
    case "snapshot":
      return told(fleet, event);
    case "delta":
      return changed(fleet, event);
    case "lost":
      return lost(fleet, event);
  }
};

const enrolled = (fleet: Fleet, event: EventOf<"enrolled">): FleetStep => {
  if (fleet.has(event.node)) return { fleet, actions: [] };
  const node = absentNode(event.node, event.roles, event.at);
  return { fleet: withNode(fleet, node), actions: [tellNode(event.node)] };
};

const greeted = (fleet: Fleet, { node: name, connection, hello, at }: EventOf<"hello">): FleetStep => {
  const before = fleet.get(name) ?? absentNode(name, hello.roles, at);
  const old = before.connection;
  const replace: FleetAction[] = old !== null && old !== connection ? [{ type: "replace", connection: old }] : [];
  return {
    fleet: withNode(fleet, greetedNode(before, hello, connection, at)),
    actions: [...replace, tellNode(name)],
  };
};

const present = (fleet: Fleet, name: string, connection: string): NodeState | null => {
  const node = fleet.get(name);
  return node?.connection === connection ? node : null;
};

const counted = (fleet: Fleet, name: string): FleetStep => ({ fleet, actions: [{ type: "count", name }] });

const told = (fleet: Fleet, { node: name, connection, snapshot }: EventOf<"snapshot">): FleetStep => {
  const node = present(fleet, name, connection);
  if (!node) return counted(fleet, "late-message");
  return {
    fleet: withNode(fleet, { ...node, picture: pictureOf(snapshot), inStep: true }),
    actions: [tellNode(name)],
  };
};

const changed = (fleet: Fleet, { node: name, connection, delta }: EventOf<"delta">): FleetStep => {
  const node = present(fleet, name, connection);
  if (!node) return counted(fleet, "late-message");
  if (!node.inStep) return counted(fleet, "delta.no-snapshot");
  const folded = applyDelta(node.picture, delta);
  if (folded.ok) {
    const next = { ...node, picture: folded.value };
    return { fleet: withNode(fleet, next), actions: [{ type: "tell-delta", node: name, delta }] };
  }
  if (folded.error === "repeat") return counted(fleet, "delta.repeat");
  return {
    fleet: withNode(fleet, { ...node, inStep: false }),
    actions: [
      { type: "count", name: "delta.gap" },
      { type: "resync", connection, code: "gap" },
    ],
  };
};

const lost = (fleet: Fleet, { node: name, connection, at }: EventOf<"lost">): FleetStep => {
  const node = present(fleet, name, connection);
  if (!node) return { fleet, actions: [] };
  const absent = { ...node, connection: null, connectedSince: at, inStep: false };
  return { fleet: withNode(fleet, absent), actions: [tellNode(name)] };
};
