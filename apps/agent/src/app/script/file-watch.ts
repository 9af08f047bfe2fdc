import { isDeepStrictEqual } from "node:util";
import type { TrackFile } from "@baton/shared/config/model-track.ts";
import type { TrackResult } from "../../core/vrrp/track.ts";
import { type NumberFile, watchNumberFile, writeNumberFile } from "../../io/script/number-file.ts";

export interface FileWatchDeps {
  readonly log: (line: string) => void;
  readonly tell: (result: TrackResult) => void;
}

interface Entry {
  readonly tracker: TrackFile;
  watched: NumberFile | null;
  value: number | null;
}

/** The numbers of every track_file; a file that is missing counts as 0. */
export class FileWatch {
  readonly #deps: FileWatchDeps;
  readonly #entries = new Map<string, Entry>();

  constructor(deps: FileWatchDeps) {
    this.#deps = deps;
  }

  follow(trackers: readonly TrackFile[]): void {
    const wanted = new Map(trackers.map((tracker) => [tracker.name, tracker]));
    for (const [name, entry] of this.#entries) {
      if (
        wanted.get(name)?.path === entry.tracker.path &&
        isDeepStrictEqual(wanted.get(name)?.initial, entry.tracker.initial)
      )
        continue;
      entry.watched?.close();
      this.#entries.delete(name);
    }
    for (const tracker of trackers) {
      if (this.#entries.has(tracker.name)) continue;
      const entry: Entry = { tracker, watched: null, value: null };
      this.#entries.set(tracker.name, entry);
      void this.#begin(entry);
    }
  }

  stop(): void {
    for (const entry of this.#entries.values()) entry.watched?.close();
    this.#entries.clear();
  }

  async #begin(entry: Entry): Promise<void> {
    const { path, initial, name } = entry.tracker;
    if (initial) {
      const failed = await writeNumberFile(path, initial.value, initial.overwrite);
      if (failed !== null) this.#deps.log(`Track file ${name}: can't write ${path}: ${failed}`);
    }
    if (this.#entries.get(name) !== entry) return;
    entry.watched = watchNumberFile({ path, onNumber: (value, why) => this.#meet(entry, value, why) });
  }

  #meet(entry: Entry, number: number | null, why: string): void {
    const value = number ?? 0;
    if (entry.value === value) return;
    entry.value = value;
    const detail = number === null ? why : `says ${value}`;
    this.#deps.tell({ kind: "file", name: entry.tracker.name, status: "up", value, detail });
  }
}
