import { errorText } from "@baton/shared/base/error-text.ts";
import { readSysctl, writeSysctl } from "./proc-sys.ts";

/** Kernel settings that are changed for a time and put back at the end. */
export class BorrowedSysctls {
  /** What they were, in the order of the first change. */
  readonly #before = new Map<string, number>();

  read(key: string): number | null {
    return readSysctl(key);
  }

  /** Null when it has that value now; otherwise why not. */
  set(key: string, value: number): string | null {
    const now = readSysctl(key);
    if (now === null) return `net setting ${key} does not exist`;
    try {
      writeSysctl(key, value);
    } catch (error) {
      return `can't set ${key} to ${value}: ${errorText(error)}`;
    }
    if (!this.#before.has(key)) this.#before.set(key, now);
    return null;
  }

  /** The last one changed is the first one put back. What is gone with its interface is left out. */
  restore(): void {
    for (const [key, value] of [...this.#before].reverse()) {
      try {
        writeSysctl(key, value);
      } catch {
        // The interface is gone, and its settings with it.
      }
    }
    this.#before.clear();
  }
}
