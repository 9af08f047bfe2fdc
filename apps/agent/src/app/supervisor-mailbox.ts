import type { CommandResult } from "@baton/shared/contract/commands.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import { addChanges, NO_CHANGES, type PendingChanges, takeChanges } from "../core/uplink/pending-changes.ts";
import type { ProcessName, ToChild } from "../ports/process-channel.ts";

type Sender = ProcessName | "supervisor";
type Relay = Extract<ToChild, { type: "relay" }>;

/**
 * What the uplink has yet to hear. Facts merge, so a stuck or dead uplink costs no more than one change per fact;
 * events wait, numbered, until the uplink says they are on disk, and are told again to the next uplink.
 */
export interface Mailbox {
  facts(changes: readonly FactChange[]): void;
  event(from: Sender, event: AgentEvent): void;
  result(from: Sender, result: CommandResult): void;
  kept(seq: number): void;
  /** A new uplink knows nothing: it gets the whole picture and every event not kept yet. */
  restart(picture: readonly FactChange[]): void;
  /** Sends as much as `send` accepts. */
  flush(): void;
}

const MAX_UNKEPT = 10_000;
const MAX_RESULTS = 200;

export const createMailbox = (send: (message: ToChild) => boolean): Mailbox => {
  let seq = 0;
  let pending: PendingChanges = NO_CHANGES;
  let unkept: (Relay & { seq: number })[] = [];
  /** Events up to this one went to the uplink of now. */
  let told = 0;
  let results: Relay[] = [];

  const flushEvents = (): boolean => {
    for (const relay of unkept) {
      if (relay.seq <= told) continue;
      if (!send(relay)) return false;
      told = relay.seq;
    }
    return true;
  };

  const flush = (): void => {
    if (!flushEvents()) return;
    while (results[0]) {
      if (!send(results[0])) return;
      results = results.slice(1);
    }
    while (pending.byKey.size > 0) {
      const { taken, rest } = takeChanges(pending, 5000);
      if (!send({ type: "relay", from: "supervisor", message: { type: "facts", changes: taken } })) return;
      pending = rest;
    }
  };

  return {
    facts: (changes) => {
      pending = addChanges(pending, changes);
      flush();
    },
    event: (from, event) => {
      seq++;
      unkept.push({ type: "relay", from, message: { type: "event", event }, seq });
      if (unkept.length > MAX_UNKEPT) unkept = unkept.slice(-MAX_UNKEPT);
      flush();
    },
    result: (from, result) => {
      results = [...results.slice(1 - MAX_RESULTS), { type: "relay", from, message: { type: "result", result } }];
      flush();
    },
    kept: (keptSeq) => {
      unkept = unkept.filter((relay) => relay.seq > keptSeq);
    },
    restart: (picture) => {
      told = 0;
      pending = addChanges(NO_CHANGES, picture);
      flush();
    },
    flush,
  };
};
