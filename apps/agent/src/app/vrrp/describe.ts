import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { VrrpState } from "@baton/shared/contract/facts.ts";
import type { RouterAction } from "../../core/vrrp/action.ts";

/** Words for operators: keepalived's where it has them. Pure. */

export interface Telling {
  /** Lines for the log alone. */
  readonly lines: readonly string[];
  readonly events: readonly AgentEvent[];
}

type ActionOf<T extends RouterAction["type"]> = Extract<RouterAction, { type: T }>;

const SILENCE: Telling = { lines: [], events: [] };

const STATE_WORDS: Readonly<Record<VrrpState, string>> = {
  initialize: "Stopped",
  backup: "Entering BACKUP STATE",
  master: "Entering MASTER STATE",
  fault: "Entering FAULT STATE",
};

const tellTransition = (name: string, action: ActionOf<"transition">, at: number): Telling => ({
  lines: [],
  events: [
    {
      kind: "vrrp.transition",
      severity: action.to === "fault" ? "critical" : "info",
      at,
      subject: name,
      text: `(${name}) ${STATE_WORDS[action.to]} (${action.cause})`,
      data: { from: action.from, to: action.to, cause: action.cause, priority: action.priority },
    },
  ],
});

const tellTakeover = (
  name: string,
  action: ActionOf<"takeover-started"> | ActionOf<"takeover-ended">,
  at: number,
): Telling => {
  const started = action.type === "takeover-started";
  return {
    lines: [],
    events: [
      {
        kind: started ? "takeover.started" : "takeover.ended",
        severity: "info",
        at,
        subject: name,
        text: `(${name}) takeover ${started ? "started" : "ended"}: ${action.cause}`,
        data: started
          ? { requestedBy: action.requestedBy, cause: action.cause }
          : { reason: action.reason, cause: action.cause },
      },
    ],
  };
};

/** What is worth telling about an action before it is performed. `at` is wall time. */
export const tell = (name: string, interfaceName: string, action: RouterAction, at: number): Telling => {
  switch (action.type) {
    case "transition":
      return tellTransition(name, action, at);
    case "takeover-started":
    case "takeover-ended":
      return tellTakeover(name, action, at);
    case "add-addresses":
      return { lines: [`(${name}) setting VIPs.`], events: [] };
    case "remove-addresses":
      return { lines: [`(${name}) removing VIPs.`], events: [] };
    case "send-advert":
      return action.priority === 0 ? { lines: [`(${name}) sending 0 priority`], events: [] } : SILENCE;
    case "priority-changed":
      return {
        lines: [`(${name}) Changing effective priority from ${action.from} to ${action.to} (${action.cause})`],
        events: [],
      };
    case "send-garp":
    case "send-extra-garp":
    case "command-refused":
      return SILENCE;
    case "heard-weaker":
      return {
        lines: [
          `(${name}) Received advert from ${action.from} with lower priority ${action.priority}, sending an advert`,
        ],
        events: [],
      };
    case "warn":
      return { lines: [`(${name}) ${action.text} (on ${interfaceName})`], events: [] };
    default:
      return action satisfies never;
  }
};

export const garpLine = (name: string, interfaceName: string, address: string): string =>
  `(${name}) Sending/queueing ${address.includes(":") ? "Unsolicited Neighbour Adverts" : "gratuitous ARPs"} on ${interfaceName} for ${address}`;

export const refusedEvent = (name: string, kind: string, from: string, detail: string, at: number): AgentEvent => ({
  kind: "vrrp.advert-refused",
  severity: "warning",
  at,
  subject: name,
  text: `(${name}) ignoring adverts from ${from}: ${detail} (further ones of this kind are counted only)`,
  data: { kind, from, detail },
});

export const addressEvent = (
  kind: "address.added" | "address.removed" | "address.failed",
  name: string,
  address: string,
  interfaceName: string,
  at: number,
  why: string,
): AgentEvent => ({
  kind,
  severity: kind === "address.failed" ? "critical" : "info",
  at,
  subject: name,
  text: `(${name}) ${address} on ${interfaceName}: ${why}`,
  data: { address, interface: interfaceName, why },
});
