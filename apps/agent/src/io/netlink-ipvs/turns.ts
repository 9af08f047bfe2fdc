/** After this the rest of the program gets a turn, milliseconds. */
const TURN_MS = 5;

/** For work that goes on without waiting: lets the rest of the program have its turn when this has taken long. */
export class Turns {
  #since = performance.now();

  begin(): void {
    this.#since = performance.now();
  }

  async take(): Promise<void> {
    if (performance.now() - this.#since < TURN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#since = performance.now();
  }
}
