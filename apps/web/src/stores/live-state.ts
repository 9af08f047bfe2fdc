import type { Role } from "@baton/shared/contract/agent-hub.ts";
import { factId } from "@baton/shared/contract/fact-id.ts";
import type { Drill } from "@baton/shared/contract/http/drills.ts";
import type { StoredEvent } from "@baton/shared/contract/http/events.ts";
import type { HubPicture, NodeView } from "@baton/shared/contract/hub-browser.ts";
import { applyDelta, type Delta, type NodePicture } from "@baton/shared/contract/picture.ts";
import type { WitnessNode } from "@baton/shared/contract/vip-verdict.ts";

/** What the page knows of one node. */
export interface LiveNode extends WitnessNode {
  readonly roles: readonly Role[];
  readonly version: string;
  /** Hub time of the last change of `connected`. */
  readonly connectedSince: number;
  /** A change of this node was missed: nothing is believed until the next picture. */
  readonly torn: boolean;
}

export type Link =
  | { readonly state: "connecting" }
  | { readonly state: "live" }
  /** `since` is the browser's own time: the hub can't be asked. */
  | { readonly state: "lost"; readonly since: number };

export interface LiveState {
  readonly link: Link;
  readonly nodes: Readonly<Record<string, LiveNode>>;
  readonly drill: Drill | null;
  /** Events pushed since the page was opened, newest first. */
  readonly news: readonly StoredEvent[];
  /** Counts pictures, so that what was missed meanwhile can be asked for. */
  readonly pictures: number;
  /** Messages that were not what the contract says. */
  readonly malformed: number;
  /** Browser time at which a new picture was last asked for; null when none is awaited. */
  readonly resyncAskedAt: number | null;
}

export const INITIAL_LIVE_STATE: LiveState = {
  link: { state: "connecting" },
  nodes: {},
  drill: null,
  news: [],
  pictures: 0,
  malformed: 0,
  resyncAskedAt: null,
};

/** What the hub says, or what became of the connection to it. */
export type LiveEvent =
  | { readonly type: "lost" }
  | { readonly type: "picture"; readonly picture: HubPicture }
  | { readonly type: "node"; readonly node: NodeView }
  | { readonly type: "delta"; readonly node: string; readonly delta: Delta }
  | { readonly type: "event"; readonly event: StoredEvent }
  | { readonly type: "drill"; readonly drill: Drill }
  | { readonly type: "malformed" }
  | { readonly type: "clocks-parted" };

export interface LiveStep {
  readonly state: LiveState;
  /** Whether to ask the hub for a new picture. */
  readonly resync: boolean;
}

const MAX_NEWS = 500;
const MAX_NODES = 500;
const RESYNC_EVERY_MS = 3000;

/**
 * Folds one message of the hub, or one turn of the connection, into what the page knows. `at` is the browser's
 * time, milliseconds since 1970.
 */
export const liveStep = (state: LiveState, event: LiveEvent, at: number): LiveStep => {
  switch (event.type) {
    case "lost":
      return still({ ...state, link: lost(state.link, at), resyncAskedAt: null });
    case "picture":
      return still(withPicture(state, event.picture));
    case "node":
      return still(withNode(state, event.node));
    case "delta":
      return withDelta(state, event.node, event.delta, at);
    case "event":
      return still({ ...state, news: withNews(state.news, event.event) });
    case "drill":
      return still({ ...state, drill: event.drill });
    case "malformed":
      return askAgain({ ...state, malformed: state.malformed + 1 }, at);
    case "clocks-parted":
      return askAgain(state, at);
  }
};

/** The nodes as far as they can be believed: none is connected while the page has lost the hub. */
export const believedNodes = (state: LiveState): LiveNode[] =>
  Object.values(state.nodes)
    .map((node) => ({ ...node, connected: node.connected && !node.torn && state.link.state === "live" }))
    .sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));

const still = (state: LiveState): LiveStep => ({ state, resync: false });

const lost = (link: Link, at: number): Link => (link.state === "lost" ? link : { state: "lost", since: at });

const withPicture = (state: LiveState, picture: HubPicture): LiveState => ({
  ...state,
  link: { state: "live" },
  nodes: Object.fromEntries(picture.nodes.slice(0, MAX_NODES).map((node) => [node.name, fromView(node)])),
  drill: picture.drill,
  pictures: state.pictures + 1,
  resyncAskedAt: null,
});

const withNode = (state: LiveState, view: NodeView): LiveState => {
  const known = Object.hasOwn(state.nodes, view.name);
  if (!known && Object.keys(state.nodes).length >= MAX_NODES) return state;
  return { ...state, nodes: { ...state.nodes, [view.name]: fromView(view) } };
};

const withDelta = (state: LiveState, name: string, delta: Delta, at: number): LiveStep => {
  const node = state.nodes[name];
  if (node === undefined || node.torn) return askAgain(state, at);
  const folded = applyDelta(node.picture, delta);
  if (folded.ok) return still({ ...state, nodes: { ...state.nodes, [name]: { ...node, picture: folded.value } } });
  if (folded.error === "repeat") return still(state);
  return askAgain({ ...state, nodes: { ...state.nodes, [name]: { ...node, torn: true } } }, at);
};

const askAgain = (state: LiveState, at: number): LiveStep => {
  if (state.resyncAskedAt !== null && at - state.resyncAskedAt < RESYNC_EVERY_MS) return still(state);
  return { state: { ...state, resyncAskedAt: at }, resync: true };
};

const withNews = (news: readonly StoredEvent[], event: StoredEvent): readonly StoredEvent[] => {
  if (news.some(({ id }) => id === event.id)) return news;
  return [event, ...news].sort((a, b) => b.id - a.id).slice(0, MAX_NEWS);
};

const fromView = (view: NodeView): LiveNode => ({
  name: view.name,
  roles: view.roles,
  version: view.version,
  connected: view.connected,
  connectedSince: view.connectedSince,
  clockOffsetMs: view.clockOffsetMs,
  picture: toPicture(view.picture),
  torn: false,
});

const toPicture = ({ seq, facts, confirmed }: NodeView["picture"]): NodePicture => ({
  seq,
  facts: Object.fromEntries(facts.map((fact) => [factId(fact.kind, fact.key), fact])),
  confirmed,
});
