import {
  errnoOf,
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
  type RouteMessage,
} from "../../core/netlink/route-message.ts";

export interface RouteAnswer {
  /** Positive; 0 is success. */
  readonly errno: number;
  readonly messages: RouteMessage[];
  /** What was dumped changed while it was read. */
  readonly interrupted: boolean;
}

interface Pending {
  readonly messages: RouteMessage[];
  interrupted: boolean;
  readonly settle: (answer: RouteAnswer) => void;
  readonly fail: (error: Error) => void;
}

const LAST_SEQUENCE = 0xffff_ffff;

/** The answers that have not come yet, matched by sequence number. */
export class PendingAnswers {
  readonly #pending = new Map<number, Pending>();
  #sequence = 0;

  /** A number for the next request, and the answer to it; this rejects by `failAll` only. */
  expect(): { readonly sequence: number; readonly answer: Promise<RouteAnswer> } {
    this.#sequence = (this.#sequence % LAST_SEQUENCE) + 1;
    const sequence = this.#sequence;
    const answer = new Promise<RouteAnswer>((settle, fail) => {
      this.#pending.set(sequence, { messages: [], interrupted: false, settle, fail });
    });
    return { sequence, answer };
  }

  /** Data of a dump, or the end of an answer; what nobody asked for is passed over. */
  receive(message: RouteMessage): void {
    const request = this.#pending.get(message.sequence);
    if (!request) return;
    if ((message.flags & NLM_F_DUMP_INTR) !== 0) request.interrupted = true;
    if (message.type !== NLMSG_ERROR && message.type !== NLMSG_DONE) {
      request.messages.push(message);
      return;
    }
    this.#pending.delete(message.sequence);
    const { messages, interrupted, settle } = request;
    settle({ errno: errnoOf(message), messages, interrupted });
  }

  failAll(error: Error): void {
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const { fail } of waiting) fail(error);
  }
}
