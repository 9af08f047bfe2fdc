import type { Letter } from "./letter.ts";

/** Letters that wait for a mail server: one leaves at a time, in order. Pure; times are monotonic milliseconds. */
export interface MailQueue {
  readonly waiting: readonly Letter[];
  /** How often the first one has failed. */
  readonly tries: number;
  /** When it may leave; null while it is leaving. */
  readonly nextAt: number | null;
  /** How many had no room, since the last letter that said so. */
  readonly dropped: number;
}

export type MailEvent =
  | { readonly type: "letter"; readonly letter: Letter; readonly at: number }
  | { readonly type: "tick"; readonly at: number }
  | { readonly type: "sent"; readonly at: number }
  | { readonly type: "failed"; readonly at: number; readonly reason: string };

export type MailAction =
  | { readonly type: "send"; readonly letter: Letter }
  | { readonly type: "given-up"; readonly letter: Letter; readonly reason: string };

export interface MailStep {
  readonly queue: MailQueue;
  readonly actions: readonly MailAction[];
}

export const EMPTY_MAIL: MailQueue = { waiting: [], tries: 0, nextAt: 0, dropped: 0 };

const MAX_WAITING = 100;
/** A mail server that is being restarted is back within this. */
const PAUSES_MS = [5000, 30_000, 120_000] as const;

const withNote = (letter: Letter, dropped: number): Letter =>
  dropped === 0
    ? letter
    : { ...letter, text: `${letter.text}\n${dropped} earlier mails found no room and are lost.\n` };

const leave = (queue: MailQueue, at: number): MailStep => {
  const [first] = queue.waiting;
  if (!first || queue.nextAt === null || at < queue.nextAt) return { queue, actions: [] };
  return { queue: { ...queue, nextAt: null }, actions: [{ type: "send", letter: withNote(first, queue.dropped) }] };
};

const add = (queue: MailQueue, letter: Letter): MailQueue => {
  if (queue.waiting.length < MAX_WAITING) return { ...queue, waiting: [...queue.waiting, letter] };
  // The first may be leaving, so the one behind it makes room.
  const [first, , ...rest] = queue.waiting;
  return { ...queue, waiting: [...(first ? [first] : []), ...rest, letter], dropped: queue.dropped + 1 };
};

export const stepMail = (queue: MailQueue, event: MailEvent): MailStep => {
  const { at } = event;
  if (event.type === "letter") return leave(add(queue, event.letter), at);
  if (event.type === "tick") return leave(queue, at);
  const [first, ...rest] = queue.waiting;
  if (!first) return { queue, actions: [] };
  if (event.type === "sent") return leave({ waiting: rest, tries: 0, nextAt: at, dropped: 0 }, at);
  const pause = PAUSES_MS[queue.tries];
  if (pause !== undefined) return { queue: { ...queue, tries: queue.tries + 1, nextAt: at + pause }, actions: [] };
  // The next one waits as long: if it is the server, it would fail too.
  const next = { ...queue, waiting: rest, tries: 0, nextAt: at + PAUSES_MS[0] };
  return { queue: next, actions: [{ type: "given-up", letter: first, reason: event.reason }] };
};
