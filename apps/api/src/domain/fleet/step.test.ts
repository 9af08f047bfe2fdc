import type { Hello } from "@baton/shared/contract/agent-hub.ts";
import { masterRouter } from "@baton/shared/contract/test-facts.ts";
import { expect, test } from "vitest";
import type { FleetAction, FleetEvent } from "./event.ts";
import { absentNode, type Fleet, viewOf } from "./state.ts";
import { stepFleet } from "./step.ts";

const hello = (boot: string, clock = 90): Hello => ({
  ...{ contract: 1, node: "lvs1", boot, roles: ["director"], version: "1", startedAt: 1, clock },
});
const greet = (connection: string, boot = "boot-0001"): FleetEvent => ({
  ...{ type: "hello", at: 100, node: "lvs1", connection, hello: hello(boot) },
});
const snapshot = (connection: string, seq: number): FleetEvent => ({
  ...{
    type: "snapshot",
    node: "lvs1",
    connection,
    snapshot: { seq, facts: [masterRouter()], confirmed: { vrrp: 80 } },
  },
});
const delta = (connection: string, seq: number): FleetEvent => ({
  ...{ type: "delta", node: "lvs1", connection, delta: { seq, changes: [{ op: "confirm", source: "vrrp", at: 95 }] } },
});
const lost = (connection: string): FleetEvent => ({ type: "lost", at: 200, node: "lvs1", connection });

const EMPTY: Fleet = new Map([["lvs1", absentNode("lvs1", ["director"], 5)]]);

const play = (events: readonly FleetEvent[]): { fleet: Fleet; actions: readonly FleetAction[] } =>
  events.reduce<{ fleet: Fleet; actions: readonly FleetAction[] }>(({ fleet }, event) => stepFleet(fleet, event), {
    fleet: EMPTY,
    actions: [],
  });

const count = (name: string): FleetAction => ({ type: "count", name });
const tell: FleetAction = { type: "tell-node", node: "lvs1" };

test.each<[string, FleetEvent[], FleetAction[]]>([
  ["hello is told", [greet("a")], [tell]],
  ["a snapshot is told", [greet("a"), snapshot("a", 7)], [tell]],
  [
    "the next delta is told as it is",
    [greet("a"), snapshot("a", 7), delta("a", 8)],
    [{ type: "tell-delta", node: "lvs1", delta: { seq: 8, changes: [{ op: "confirm", source: "vrrp", at: 95 }] } }],
  ],
  ["a delta before the snapshot is counted", [greet("a"), delta("a", 1)], [count("delta.no-snapshot")]],
  ["a repeat is counted", [greet("a"), snapshot("a", 7), delta("a", 7)], [count("delta.repeat")]],
  [
    "a gap asks once for a snapshot",
    [greet("a"), snapshot("a", 7), delta("a", 9)],
    [count("delta.gap"), { type: "resync", connection: "a", code: "gap" }],
  ],
  [
    "after a gap deltas wait",
    [greet("a"), snapshot("a", 7), delta("a", 9), delta("a", 10)],
    [count("delta.no-snapshot")],
  ],
  ["a newer connection replaces", [greet("a"), greet("b")], [{ type: "replace", connection: "a" }, tell]],
  ["a replaced one says nothing more", [greet("a"), greet("b"), snapshot("a", 1)], [count("late-message")]],
  ["a replaced one ends unseen", [greet("a"), greet("b"), lost("a")], []],
  ["a stranger's end changes nothing", [lost("z")], []],
  ["a lost connection is told", [greet("a"), lost("a")], [tell]],
])("%s", (_name, events, actions) => {
  expect(play(events).actions).toEqual(actions);
});

test("an absent node keeps what it said last, and when it went", () => {
  const node = play([greet("a"), snapshot("a", 7), lost("a")]).fleet.get("lvs1");
  expect(node && viewOf(node)).toMatchObject({
    connected: false,
    connectedSince: 200,
    clockOffsetMs: 10,
    picture: { seq: 7, facts: [{ kind: "virtual-router" }], confirmed: { vrrp: 80 } },
  });
});

test("a new boot begins with an empty picture, the same boot keeps its own", () => {
  const facts = (boot: string) =>
    Object.keys(
      play([greet("a"), snapshot("a", 7), lost("a"), greet("b", boot)]).fleet.get("lvs1")?.picture.facts ?? {},
    );
  expect(facts("boot-0001")).toHaveLength(1);
  expect(facts("boot-0002")).toHaveLength(0);
});
