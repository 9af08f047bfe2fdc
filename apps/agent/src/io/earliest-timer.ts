/** Timers of Node hold at most this, milliseconds. */
const LONGEST_MS = 0x7fff_ffff;

/** One timer for all that waits: it goes off at the earliest time that was asked for, at the latest in 24 days. */
export class EarliestTimer {
  readonly #now: () => number;
  readonly #ring: () => void;
  #timer: NodeJS.Timeout | null = null;
  #at = 0;

  /** `now` in milliseconds. `ring` asks for the next time, where there is one. */
  constructor(now: () => number, ring: () => void) {
    this.#now = now;
    this.#ring = ring;
  }

  ask(at: number): void {
    if (this.#timer && this.#at <= at) return;
    this.cancel();
    this.#at = at;
    this.#timer = setTimeout(this.#goOff, Math.min(Math.max(0, Math.ceil(at - this.#now())), LONGEST_MS));
  }

  cancel(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  readonly #goOff = (): void => {
    this.#timer = null;
    this.#ring();
  };
}
