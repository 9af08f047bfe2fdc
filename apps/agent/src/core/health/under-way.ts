/** Pauses between looks, milliseconds: long ones for those that have taken long already. */
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 64;

const NONE: readonly never[] = [];

/**
 * What has been begun and is waited for, by number, and when to look at it: soon after something was begun, then less
 * and less often, and whenever a time is over. Times are in milliseconds by one clock.
 */
export class UnderWay<Item extends { readonly deadline: number }> {
  readonly #items = new Map<number, Item>();
  /** No deadline is earlier; it may be that of one that was taken out. */
  #earliest = Number.POSITIVE_INFINITY;
  #pause = FIRST_PAUSE_MS;

  get size(): number {
    return this.#items.size;
  }

  add(number: number, item: Item): void {
    this.#items.set(number, item);
    this.#earliest = Math.min(this.#earliest, item.deadline);
    this.#pause = FIRST_PAUSE_MS;
  }

  take(number: number): Item | undefined {
    const item = this.#items.get(number);
    if (item) this.#items.delete(number);
    return item;
  }

  /** Takes out those whose deadline has come. */
  takeOverdue(at: number): readonly Item[] {
    if (this.#earliest > at) return NONE;
    const overdue: Item[] = [];
    this.#earliest = Number.POSITIVE_INFINITY;
    for (const [number, item] of this.#items) {
      if (item.deadline > at) this.#earliest = Math.min(this.#earliest, item.deadline);
      else {
        this.#items.delete(number);
        overdue.push(item);
      }
    }
    return overdue;
  }

  takeAll(): Item[] {
    const all = [...this.#items.values()];
    this.#items.clear();
    return all;
  }

  nextLook(at: number): number {
    return Math.min(at + this.#pause, Math.max(at, this.#earliest));
  }

  /** To be told after each look. */
  looked(): void {
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
  }
}
