import type { Hello, Role, Snapshot } from "@baton/shared/contract/agent-hub.ts";
import { factId } from "@baton/shared/contract/fact-id.ts";
import type { NodeView } from "@baton/shared/contract/hub-browser.ts";
import { EMPTY_PICTURE, type NodePicture } from "@baton/shared/contract/picture.ts";

/** One enrolled node as the hub knows it. What an absent node said last is kept: it ages, it is not forgotten. */
export interface NodeState {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly version: string;
  readonly boot: string | null;
  /** The connection that speaks for the node now; null while there is none. */
  readonly connection: string | null;
  /** Hub time of the last change between connected and not. */
  readonly connectedSince: number;
  readonly clockOffsetMs: number;
  readonly picture: NodePicture;
  /** False from hello until the snapshot, and after a gap: deltas mean nothing then. */
  readonly inStep: boolean;
}

export type Fleet = ReadonlyMap<string, NodeState>;

export const absentNode = (name: string, roles: readonly Role[], at: number): NodeState => ({
  name,
  roles,
  version: "",
  boot: null,
  connection: null,
  connectedSince: at,
  clockOffsetMs: 0,
  picture: EMPTY_PICTURE,
  inStep: false,
});

/**
 * A new boot starts with an empty picture: what the old one said may no longer be so. The same boot coming back
 * keeps its picture until its snapshot arrives.
 */
export const greetedNode = (before: NodeState, hello: Hello, connection: string, at: number): NodeState => ({
  ...before,
  roles: hello.roles,
  version: hello.version,
  boot: hello.boot,
  connection,
  connectedSince: at,
  clockOffsetMs: at - hello.clock,
  picture: before.boot === hello.boot ? before.picture : EMPTY_PICTURE,
  inStep: false,
});

export const pictureOf = (snapshot: Snapshot): NodePicture => ({
  seq: snapshot.seq,
  facts: Object.fromEntries(snapshot.facts.map((fact) => [factId(fact.kind, fact.key), fact])),
  confirmed: snapshot.confirmed,
});

export const viewOf = (node: NodeState): NodeView => ({
  name: node.name,
  roles: [...node.roles],
  version: node.version,
  connected: node.connection !== null,
  connectedSince: node.connectedSince,
  clockOffsetMs: node.clockOffsetMs,
  picture: {
    seq: node.picture.seq,
    facts: Object.values(node.picture.facts),
    confirmed: { ...node.picture.confirmed },
  },
});

/** The shape that the judgements shared with the browser take. */
export const witnessOf = (node: NodeState) => ({ ...node, connected: node.connection !== null });
