import { errorText } from "@baton/shared/base/error-text.ts";
import { isDeepStrictEqual } from "node:util";
import type { AddressOutcome } from "../../ports/kernel-links.ts";

type Op = "add" | "remove";

/** What the keeper has to know of a kind of kernel objects: routes, rules, static addresses. */
export interface KeptKind<Item> {
  /** "route" and the like, for the log. */
  readonly word: string;
  readonly nameOf: (item: Item) => string;
  /** The name of an interface that it needs and that does not exist; null: it can be asked for. */
  readonly lacks: (item: Item) => string | null;
  readonly change: (op: Op, items: readonly Item[]) => Promise<readonly AddressOutcome[]>;
}

interface Tracked {
  readonly untracked?: true;
}

/** Puts one kind of objects into the kernel and takes them out again. */
export class KernelKeeper<Item extends Tracked> {
  readonly #kind: KeptKind<Item>;
  readonly #log: (line: string) => void;
  readonly #pending = new Set<Promise<void>>();
  /** Wanted and refused: why, as told last. */
  readonly #problems = new Map<string, string>();

  constructor(kind: KeptKind<Item>, log: (line: string) => void) {
    this.#kind = kind;
    this.#log = log;
  }

  /** `owner`: the instance, for the log. */
  change(owner: string, op: Op, items: readonly Item[]): void {
    const possible = items.filter((item) => {
      const lacking = this.#kind.lacks(item);
      if (lacking !== null && op === "add") this.#failed(owner, item, op, `there is no interface ${lacking}`);
      return lacking === null;
    });
    if (possible.length === 0) return;
    const work = this.#kind
      .change(op, possible)
      .then((outcomes) =>
        possible.forEach((item, i) => {
          const outcome = outcomes[i];
          if (typeof outcome === "object") this.#failed(owner, item, op, outcome.failed);
          else this.#problems.delete(this.#kind.nameOf(item));
        }),
      )
      .catch((error: unknown) => {
        this.#log(`(${owner}) ${this.#kind.word}s: ${errorText(error)}`);
      })
      .finally(() => this.#pending.delete(work));
    this.#pending.add(work);
  }

  /** Takes out what is no longer wanted and puts in what is new. */
  exchange(owner: string, from: readonly Item[], to: readonly Item[]): void {
    this.change(owner, "remove", without(from, to));
    this.change(owner, "add", without(to, from));
  }

  /** The same, and puts in again what should have been there already; no_track asks for that not to be done. */
  keep(owner: string, from: readonly Item[], to: readonly Item[]): void {
    const fresh = new Set(without(to, from));
    this.change(owner, "remove", without(from, to));
    this.change(
      owner,
      "add",
      to.filter((item) => item.untracked !== true || fresh.has(item)),
    );
  }

  /** Why it is not there although it is wanted. */
  problem(item: Item): string | null {
    const why = this.#problems.get(this.#kind.nameOf(item));
    return why === undefined ? null : `${this.#kind.word} ${this.#kind.nameOf(item)}: ${why}`;
  }

  /** Resolves when the kernel has answered everything. Never rejects. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  #failed(owner: string, item: Item, op: Op, why: string): void {
    const name = this.#kind.nameOf(item);
    this.#log(`(${owner}) can't ${op} the ${this.#kind.word} ${name}: ${why}`);
    if (op === "add") this.#problems.set(name, why);
  }
}

const without = <Item>(these: readonly Item[], those: readonly Item[]): readonly Item[] =>
  these.filter((item) => !those.some((other) => isDeepStrictEqual(other, item)));
