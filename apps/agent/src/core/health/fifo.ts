/** Those taken off are cut away once there are this many. */
const TRIM_AFTER = 4096;

/** First come, first served. Taking one off costs the same however many wait behind it. */
export class Fifo<Item> {
  #items: Item[] = [];
  /** Those before it have been taken off. */
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  add(item: Item): void {
    this.#items.push(item);
  }

  first(): Item | undefined {
    return this.#items[this.#head];
  }

  takeFirst(): Item | undefined {
    const item = this.#items[this.#head];
    if (this.#head < this.#items.length) this.#head += 1;
    if (this.#head === this.#items.length || this.#head >= TRIM_AFTER) this.#trim();
    return item;
  }

  takeAll(): Item[] {
    const all = this.#items.slice(this.#head);
    this.#items = [];
    this.#head = 0;
    return all;
  }

  #trim(): void {
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
