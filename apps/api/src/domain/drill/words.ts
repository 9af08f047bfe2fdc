import type { Drill } from "@baton/shared/contract/http/drills.ts";

type Args = NonNullable<Drill["steps"][number]["say"]>["args"];

/** What a step says: a code and its arguments, for the reader's language, and the same in English. */
export interface Words {
  readonly detail: string;
  readonly say: { readonly code: string; readonly args: Args };
}

/** In English, by code. The dashboard has the same sentences in its languages under `drill.say`. */
const SENTENCES = {
  requested: (a: { who: string; reason: string }) => `${a.who}: ${a.reason}`,
  ready: (a: { from: string; to: string; witness: string; address: string; port: number }) =>
    `${a.from} is the owner, ${a.to} a fresh backup; ${a.witness} will probe ${a.address} port ${a.port}`,
  steady: (a: { witness: string }) => `${a.witness} gets answers through the VIP steadily`,
  "take-over": (a: { node: string; seconds: number }) => `${a.node} is asked to take over, for ${a.seconds} s at most`,
  "let-go": (a: { node: string }) => `${a.node} is asked to let go`,
  "let-go-because": (a: { node: string; problem: string; message: string }) =>
    `${a.node} is asked to let go, because: ${a.message}`,
  holds: (a: { node: string; ms: number }) => `${a.node} is master and holds the VIP, ${a.ms} ms after the command`,
  yielded: (a: { node: string; ms: number }) => `${a.node} holds the VIP no more, ${a.ms} ms after the command`,
  measured: (a: { succeeded: number; probes: number; gap: number }) =>
    `${a.succeeded} of ${a.probes} probes answered, longest gap ${a.gap} ms`,
  "released-by": (a: { who: string; node: string }) => `${a.who} released the VIP from ${a.node}`,
  "has-it-back": (a: { node: string }) => `${a.node} has the VIP back`,
  "ended-kept": (a: { outcome: string; gap: number; node: string; minutes: number }) =>
    `${a.outcome}: longest gap ${a.gap} ms; ${a.node} keeps the VIP until it is released, or ${a.minutes} minutes after the takeover`,
  "ended-back": (a: { outcome: string; gap: number; node: string }) =>
    `${a.outcome}: longest gap ${a.gap} ms; ${a.node} has the VIP back`,
  "ended-early": (a: { outcome: string; problem: string; message: string }) => `${a.outcome}: ${a.message}`,
} as const;

type Sentences = typeof SENTENCES;

export const SAYINGS = Object.keys(SENTENCES);

export const say = <C extends keyof Sentences>(code: C, args: Parameters<Sentences[C]>[0]): Words => {
  const sentence: (args: never) => string = SENTENCES[code];
  return { detail: sentence(args as never), say: { code, args } };
};
