import type { Counters } from "../domain/diagnostics/counters.ts";
import type { FleetAction, FleetEvent } from "../domain/fleet/event.ts";
import { absentNode, type Fleet, viewOf } from "../domain/fleet/state.ts";
import { stepFleet } from "../domain/fleet/step.ts";
import type { AgentRecord } from "../ports/agent-store.ts";
import type { BrowserFeed } from "../ports/browser-feed.ts";

/** What the connections themselves have to do about an event. */
export type ConnectionAction = Extract<FleetAction, { type: "resync" | "replace" }>;

/** The one owner of the live picture. */
export interface FleetDesk {
  readonly fleet: () => Fleet;
  readonly apply: (event: FleetEvent) => readonly ConnectionAction[];
  /** Calls back after every change of the picture, until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void;
}

export const newFleetDesk = (
  deps: { feed: BrowserFeed; counters: Counters },
  enrolled: readonly AgentRecord[],
  at: number,
): FleetDesk => {
  let fleet: Fleet = new Map(enrolled.map(({ node, roles }) => [node, absentNode(node, roles, at)]));
  const listeners = new Set<() => void>();

  const perform = (action: FleetAction): ConnectionAction[] => {
    if (action.type === "count") deps.counters.count(action.name);
    else if (action.type === "tell-delta") deps.feed.delta(action.node, action.delta);
    else if (action.type === "tell-node") {
      const node = fleet.get(action.node);
      if (node) deps.feed.node(viewOf(node));
    } else return [action];
    return [];
  };

  return {
    fleet: () => fleet,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    apply: (event) => {
      const before = fleet;
      const step = stepFleet(before, event);
      fleet = step.fleet;
      const left = step.actions.flatMap(perform);
      if (fleet !== before) for (const listener of listeners) listener();
      return left;
    },
  };
};
