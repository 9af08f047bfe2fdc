import type { GenlReply } from "./genl-message.ts";

/** The kernel's answer to one request: its data, and an errno (0 when it was carried out). */
export interface GenlAnswer {
  readonly errno: number;
  readonly data: readonly Uint8Array[];
}

interface Collected {
  errno: number;
  data: Uint8Array[];
}

/** Of an answer without data: most are acknowledgements. */
const NO_DATA: Uint8Array[] = [];

/**
 * Collects the answers to requests that were numbered from `first` on. Only the last is acknowledged: the kernel works in
 * order, and tells of every refusal anyway.
 */
export class GenlAnswers {
  readonly #first: number;
  readonly #answers: Collected[];
  #isComplete = false;

  constructor(first: number, count: number) {
    this.#first = first;
    this.#answers = Array.from({ length: count }, () => ({ errno: 0, data: NO_DATA }));
  }

  /** Whether the last request is answered for. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** In the order of the requests. */
  get all(): readonly GenlAnswer[] {
    return this.#answers;
  }

  /** A reply to anything else, such as to a request given up earlier, is passed over. */
  take(reply: GenlReply): void {
    const answer = this.#answers[reply.sequence - this.#first];
    if (!answer) return;
    if (reply.kind === "data") {
      if (answer.data === NO_DATA) answer.data = [reply.attributes];
      else answer.data.push(reply.attributes);
      return;
    }
    answer.errno = reply.errno;
    if (reply.sequence === this.#first + this.#answers.length - 1) this.#isComplete = true;
  }
}
