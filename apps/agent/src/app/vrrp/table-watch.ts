import { errorText } from "@baton/shared/base/error-text.ts";
import type { KernelLinks, LinkTable } from "../../ports/kernel-links.ts";

/**
 * Keeps the kernel's table current: reads it when asked, one reading at a time, and once more when asked again
 * meanwhile, so that the last reading always began after the last request. A reading overtaken by another request is
 * handed out as stale.
 */
export class TableWatch {
  readonly #kernel: KernelLinks;
  readonly #onTable: (table: LinkTable, stale: boolean) => void;
  readonly #onError: (sentence: string) => void;
  #reading: Promise<void> | null = null;
  #again = false;
  #closed = false;

  constructor(
    kernel: KernelLinks,
    onTable: (table: LinkTable, stale: boolean) => void,
    onError: (sentence: string) => void,
  ) {
    this.#kernel = kernel;
    this.#onTable = onTable;
    this.#onError = onError;
  }

  request(): void {
    if (this.#closed) return;
    this.#again = true;
    this.#reading ??= this.#read();
  }

  /** Resolves when a reading that began after this call has been handed out, or has failed. */
  async settled(): Promise<void> {
    this.request();
    await this.#reading;
  }

  /** After this no table is handed out any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#reading;
  }

  async #read(): Promise<void> {
    while (this.#again && !this.#closed) {
      this.#again = false;
      try {
        const table = await this.#kernel.read();
        if (!this.#closed) this.#onTable(table, this.#again);
      } catch (error) {
        this.#onError(errorText(error));
        break;
      }
    }
    this.#reading = null;
  }
}
