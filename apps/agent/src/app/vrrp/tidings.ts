/**
 * What is to be told, to the log, the rest of the agent and scripts, waits until the work it is about is done: a client
 * waits for the addresses, and the first sentences of a process take milliseconds. The order stays.
 */
export class Tidings {
  readonly #waiting: (() => void)[] = [];
  #depth = 0;

  tell(tiding: () => void): void {
    if (this.#depth === 0) tiding();
    else this.#waiting.push(tiding);
  }

  /** Work within work counts as part of it. */
  during<T>(work: () => T): T {
    this.#depth++;
    try {
      return work();
    } finally {
      this.#depth--;
      if (this.#depth === 0 && this.#waiting.length > 0) for (const tiding of this.#waiting.splice(0)) tiding();
    }
  }
}
