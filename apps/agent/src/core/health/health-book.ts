import type { CheckWeight } from "./pool-weights.ts";
import { type ServerHealth, type ServerVerdict, stepServer, weighServer } from "./server.ts";

/** The health of every real server, by its key. */
export class HealthBook {
  #healths = new Map<string, ServerHealth>();
  #revision = 0;
  /** Servers of whose weight a checker has said something. */
  #weighed = 0;

  /** Another number whenever any server's health, or what explains it, has changed. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether any checker has a word about a weight. */
  get anySaid(): boolean {
    return this.#weighed > 0;
  }

  of(key: string): ServerHealth | null {
    return this.#healths.get(key) ?? null;
  }

  replace(healths: Map<string, ServerHealth>): void {
    this.#healths = healths;
    this.#weighed = 0;
    for (const { said } of healths.values()) if (said.size > 0) this.#weighed += 1;
    this.#revision += 1;
  }

  /** Folds a checker's verdict in: the server's health when it came or went by it, else null. */
  judge(key: string, verdict: ServerVerdict, wall: number): ServerHealth | null {
    const before = this.#healths.get(key);
    if (!before) return null;
    const { health, changed } = stepServer(before, verdict, wall);
    this.#healths.set(key, health);
    this.#revision += 1;
    return changed ? health : null;
  }

  /** Folds a checker's word about the weight in; false for a server that is not in the book. */
  weigh(key: string, checker: number, said: CheckWeight): boolean {
    const before = this.#healths.get(key);
    if (!before) return false;
    if (before.said.size === 0) this.#weighed += 1;
    this.#healths.set(key, weighServer(before, checker, said));
    this.#revision += 1;
    return true;
  }
}
