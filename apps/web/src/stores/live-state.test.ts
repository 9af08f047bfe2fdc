import type { StoredEvent } from "@baton/shared/contract/http/events.ts";
import type { NodeView } from "@baton/shared/contract/hub-browser.ts";
import { describe, expect, test } from "vitest";
import { believedNodes, INITIAL_LIVE_STATE, type LiveEvent, type LiveState, liveStep } from "./live-state.ts";

const node = (name: string, seq = 0, connected = true): NodeView => ({
  name,
  roles: ["director"],
  version: "1",
  connected,
  connectedSince: 5,
  clockOffsetMs: 0,
  picture: {
    seq,
    facts: [{ kind: "process", key: "vrrp", state: "running", pid: 1, restarts: 0, since: 0 }],
    confirmed: { supervisor: 10 },
  },
});

const picture = (...nodes: NodeView[]): LiveEvent => ({ type: "picture", picture: { hubTime: 1, nodes, drill: null } });
const delta = (name: string, seq: number): LiveEvent => ({
  type: "delta",
  node: name,
  delta: { seq, changes: [{ op: "confirm", source: "supervisor", at: 100 + seq }] },
});
const event = (id: number): StoredEvent => ({
  id,
  node: "lvs1",
  boot: "boot-boot",
  seq: id,
  kind: "agent.started",
  severity: "info",
  subject: "lvs1",
  text: "",
  data: {},
  at: id,
  receivedAt: id,
});

const fold = (events: readonly (readonly [LiveEvent, number])[], from: LiveState = INITIAL_LIVE_STATE) => {
  let state = from;
  const resyncs: number[] = [];
  for (const [one, at] of events) {
    const step = liveStep(state, one, at);
    state = step.state;
    if (step.resync) resyncs.push(at);
  }
  return { state, resyncs };
};

const confirmed = (state: LiveState, name = "lvs1") => state.nodes[name]?.picture.confirmed.supervisor;

describe("the picture and its changes", () => {
  test("a picture makes the link live, deltas go on from its number", () => {
    const { state, resyncs } = fold([
      [picture(node("lvs1", 7)), 0],
      [delta("lvs1", 8), 1],
      [delta("lvs1", 9), 2],
    ]);
    expect(state.link).toEqual({ state: "live" });
    expect(confirmed(state)).toBe(109);
    expect(state.nodes.lvs1?.picture.facts["process vrrp"]).toBeDefined();
    expect(resyncs).toEqual([]);
  });

  test("a repeat changes nothing", () => {
    const first = fold([[picture(node("lvs1", 7)), 0]]).state;
    expect(liveStep(first, delta("lvs1", 7), 1)).toEqual({ state: first, resync: false });
  });

  test("a gap tears the node, asks once, believes nothing of it until the next picture", () => {
    const { state, resyncs } = fold([
      [picture(node("lvs1", 7), node("lvs2", 1)), 0],
      [delta("lvs1", 9), 100],
      [delta("lvs1", 10), 200],
      [delta("lvs2", 2), 300],
    ]);
    expect(resyncs).toEqual([100]);
    expect(confirmed(state)).toBe(10);
    expect(believedNodes(state).map(({ name, connected }) => [name, connected])).toEqual([
      ["lvs1", false],
      ["lvs2", true],
    ]);
    const healed = fold([[picture(node("lvs1", 10), node("lvs2", 2)), 400]], state).state;
    expect(believedNodes(healed).every(({ connected }) => connected)).toBe(true);
    expect(healed.resyncAskedAt).toBeNull();
  });

  test("an unanswered request is repeated, not more often than every three seconds", () => {
    const { resyncs } = fold([
      [picture(node("lvs1", 7)), 0],
      [delta("lvs1", 9), 0],
      [delta("lvs1", 10), 2999],
      [delta("lvs1", 11), 3000],
      [delta("lvs1", 12), 3001],
    ]);
    expect(resyncs).toEqual([0, 3000]);
  });

  test("a delta of a node never heard of asks for the picture", () => {
    expect(fold([[delta("lvs9", 1), 5]]).resyncs).toEqual([5]);
  });

  test("a node message replaces what was known of it", () => {
    const { state } = fold([
      [picture(node("lvs1", 7)), 0],
      [{ type: "node", node: node("lvs1", 1, false) }, 1],
    ]);
    expect(state.nodes.lvs1).toMatchObject({ connected: false, picture: { seq: 1 } });
  });

  test("a malformed message is counted and asks for the picture", () => {
    const { state, resyncs } = fold([
      [{ type: "malformed" }, 0],
      [{ type: "malformed" }, 10],
    ]);
    expect(state.malformed).toBe(2);
    expect(resyncs).toEqual([0]);
  });
});

describe("the connection", () => {
  test("no node is believed once the hub is lost, and the loss keeps its first time", () => {
    const { state } = fold([
      [picture(node("lvs1", 7)), 0],
      [{ type: "lost" }, 50],
      [{ type: "lost" }, 90],
    ]);
    expect(state.link).toEqual({ state: "lost", since: 50 });
    expect(believedNodes(state).map(({ connected }) => connected)).toEqual([false]);
  });

  test("deltas alone do not make a lost link live", () => {
    const { state } = fold([
      [picture(node("lvs1", 7)), 0],
      [{ type: "lost" }, 50],
      [delta("lvs1", 8), 60],
    ]);
    expect(state.link.state).toBe("lost");
  });

  test("the next picture brings everything back", () => {
    const { state } = fold([
      [picture(node("lvs1", 7)), 0],
      [{ type: "lost" }, 50],
      [picture(node("lvs1", 9)), 60],
    ]);
    expect(believedNodes(state).map(({ connected }) => connected)).toEqual([true]);
    expect(state.pictures).toBe(2);
  });
});

describe("pushed events", () => {
  test("newest first, none twice", () => {
    const { state } = fold([1, 3, 2, 3].map((id) => [{ type: "event", event: event(id) }, id] as const));
    expect(state.news.map(({ id }) => id)).toEqual([3, 2, 1]);
  });

  test("bounded", () => {
    const { state } = fold(
      Array.from({ length: 600 }, (_, index) => [{ type: "event", event: event(index + 1) }, 0] as const),
    );
    expect(state.news).toHaveLength(500);
    expect(state.news[0]?.id).toBe(600);
  });
});
