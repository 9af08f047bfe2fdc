import type { HelloReply, Snapshot } from "@baton/shared/contract/agent-hub.ts";
import { factId } from "@baton/shared/contract/fact-id.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import { applyChanges, type Delta, EMPTY_PICTURE, type NodePicture } from "@baton/shared/contract/picture.ts";
import { addChanges, NO_CHANGES, type PendingChanges, takeChanges } from "./pending-changes.ts";

/**
 * The agent's side of the conversation with the hub: hello, then one snapshot, then deltas numbered without
 * holes. Pure: the shell owns the socket and calls `step` with what happened.
 */
export interface Session {
  readonly phase: "offline" | "greeting" | "live" | "refused";
  readonly picture: NodePicture;
  readonly pending: PendingChanges;
  /** When the waiting changes go out, by the caller's clock; null while none wait. */
  readonly flushAt: number | null;
}

export type SessionEvent =
  | { readonly type: "connected" }
  | { readonly type: "disconnected" }
  | { readonly type: "hello-reply"; readonly reply: HelloReply }
  | { readonly type: "changes"; readonly at: number; readonly changes: readonly FactChange[] }
  | { readonly type: "resync" }
  /** `room`: whether the connection has room for more. */
  | { readonly type: "flush"; readonly at: number; readonly room: boolean };

export type SessionAction =
  | { readonly type: "send-hello" }
  | { readonly type: "send-snapshot"; readonly snapshot: Snapshot }
  | { readonly type: "send-delta"; readonly delta: Delta }
  /** The hub takes events and results from now on. */
  | { readonly type: "live" }
  | { readonly type: "refused"; readonly code: string; readonly message: string };

export interface Step {
  readonly session: Session;
  readonly actions: readonly SessionAction[];
}

/** Ordinary changes wait this long for company, milliseconds. */
export const BATCH_MS = 100;
/** Of one delta, so that it stays far below what a hub takes in one message. */
const MAX_CHANGES = 2000;

export const NEW_SESSION: Session = { phase: "offline", picture: EMPTY_PICTURE, pending: NO_CHANGES, flushAt: null };

const snapshotOf = (picture: NodePicture): Snapshot => ({
  seq: picture.seq,
  facts: Object.values(picture.facts),
  confirmed: { ...picture.confirmed },
});

/** Changes that a person or a drill is waiting for: who holds the VIP, and which server is up. */
const isUrgent = (picture: NodePicture, change: FactChange): boolean => {
  if (change.op !== "set") return false;
  const before = picture.facts[factId(change.fact.kind, change.fact.key)];
  if (!before) return true;
  if (change.fact.kind === "virtual-router" && before.kind === "virtual-router") {
    return (
      change.fact.state !== before.state ||
      change.fact.heldAddresses.join() !== before.heldAddresses.join() ||
      change.fact.takeover?.until !== before.takeover?.until
    );
  }
  return change.fact.kind === "real-server" && before.kind === "real-server" && change.fact.health !== before.health;
};

const withChanges = (session: Session, at: number, changes: readonly FactChange[]): Step => {
  const picture = applyChanges(session.picture, changes);
  if (session.phase !== "live") return { session: { ...session, picture }, actions: [] };
  const urgent = changes.some((change) => isUrgent(session.picture, change));
  const soon = at + (urgent ? 0 : BATCH_MS);
  const flushAt = Math.min(session.flushAt ?? soon, soon);
  return { session: { ...session, picture, pending: addChanges(session.pending, changes), flushAt }, actions: [] };
};

const flush = (session: Session, at: number, room: boolean): Step => {
  if (session.phase !== "live" || session.flushAt === null || at < session.flushAt) return { session, actions: [] };
  if (!room) return { session: { ...session, flushAt: at + BATCH_MS }, actions: [] };
  const { taken, rest } = takeChanges(session.pending, MAX_CHANGES);
  const seq = session.picture.seq + 1;
  return {
    session: {
      ...session,
      picture: { ...session.picture, seq },
      pending: rest,
      flushAt: rest.byKey.size > 0 ? at : null,
    },
    actions: [{ type: "send-delta", delta: { seq, changes: taken } }],
  };
};

/** A snapshot carries everything, so nothing that waited for a delta needs one any more. */
const withSnapshot = (session: Session): Step => ({
  session: { ...session, phase: "live", pending: NO_CHANGES, flushAt: null },
  actions: [{ type: "send-snapshot", snapshot: snapshotOf(session.picture) }],
});

export const step = (session: Session, event: SessionEvent): Step => {
  switch (event.type) {
    case "connected":
      return { session: { ...session, phase: "greeting" }, actions: [{ type: "send-hello" }] };
    case "disconnected":
      return { session: { ...session, phase: "offline", pending: NO_CHANGES, flushAt: null }, actions: [] };
    case "hello-reply": {
      if (session.phase !== "greeting") return { session, actions: [] };
      if (event.reply.type === "refused") {
        const { code, message } = event.reply;
        return { session: { ...session, phase: "refused" }, actions: [{ type: "refused", code, message }] };
      }
      const live = withSnapshot(session);
      return { ...live, actions: [...live.actions, { type: "live" }] };
    }
    case "changes":
      return withChanges(session, event.at, event.changes);
    case "resync":
      return session.phase === "live" ? withSnapshot(session) : { session, actions: [] };
    case "flush":
      return flush(session, event.at, event.room);
  }
};
