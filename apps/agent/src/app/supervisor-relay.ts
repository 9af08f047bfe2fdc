import type { FactChange, VrrpState } from "@baton/shared/contract/facts.ts";
import type { BfdWord, ToChild } from "../ports/process-channel.ts";

type Listener = "vrrp" | "services";

/** What one process says and another has to hear; kept for one that begins later. */
export interface WordRelay {
  /** The services process runs the connection synchronisation, whose role follows an instance's state. */
  states(changes: readonly FactChange[]): void;
  /** A BFD session's last word. */
  bfd(word: BfdWord): void;
  /** A process that begins hears what was said before. */
  repeat(to: Listener): void;
}

/** `send` has no effect while the process is not running. An instance or session that is configured away stays, and costs nothing. */
export const createWordRelay = (send: (to: Listener, message: ToChild) => void): WordRelay => {
  const states = new Map<string, VrrpState>();
  const words = new Map<string, BfdWord>();
  const sendState = (instance: string, state: VrrpState): void =>
    send("services", { type: "vrrp-state", instance, state });
  return {
    states: (changes) => {
      for (const change of changes) {
        if (change.op !== "set" || change.fact.kind !== "virtual-router") continue;
        const { key, state } = change.fact;
        if (states.get(key) === state) continue;
        states.set(key, state);
        sendState(key, state);
      }
    },
    bfd: (word) => {
      words.set(word.name, word);
      for (const to of ["vrrp", "services"] as const) send(to, { type: "bfd", word });
    },
    repeat: (to) => {
      for (const word of words.values()) send(to, { type: "bfd", word });
      if (to === "services") for (const [instance, state] of states) sendState(instance, state);
    },
  };
};
