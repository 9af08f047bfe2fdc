import type { FileCheck } from "@baton/shared/config/model-checks.ts";
import type { TrackFile } from "@baton/shared/config/model-track.ts";
import { judgeFile, MAX_WEIGHT } from "../../core/health/expect/file-number.ts";
import type { ProbeOutcome } from "../../core/health/probe-outcome.ts";
import { type NumberFile, watchNumberFile, writeNumberFile } from "../script/number-file.ts";
import { createSignals } from "./signals.ts";

/** Follows the track_files of FILE_CHECKs. */
export interface FileProber {
  /** Waits for the file's next number. Never rejects. */
  probe(check: FileCheck): Promise<ProbeOutcome>;
  follow(files: readonly TrackFile[]): void;
  close(): void;
}

interface Followed {
  readonly file: TrackFile;
  watched: NumberFile | null;
}

const sameFile = (a: TrackFile, b: TrackFile): boolean =>
  JSON.stringify({ ...a, range: null }) === JSON.stringify({ ...b, range: null });

export const createFileProber = (log: (text: string) => void): FileProber => {
  const followed = new Map<string, Followed>();
  const numbers = createSignals<number>();

  const begin = async (entry: Followed): Promise<void> => {
    const { name, path, initial } = entry.file;
    const failed = initial ? await writeNumberFile(path, initial.value, initial.overwrite) : null;
    if (failed !== null) log(`Track file ${name}: can't write ${path}: ${failed}`);
    if (followed.get(name) !== entry) return;
    let last: number | null = null;
    // A file that is missing counts as 0, as in keepalived.
    const onNumber = (value: number | null): void => {
      if (last === (value ?? 0)) return;
      last = value ?? 0;
      numbers.set(name, last);
    };
    entry.watched = watchNumberFile({ path, limit: MAX_WEIGHT, onNumber });
  };

  const follow = (files: readonly TrackFile[]): void => {
    const wanted = new Map(files.map((file) => [file.name, file]));
    for (const [name, entry] of followed) {
      const next = wanted.get(name);
      if (next && sameFile(next, entry.file)) continue;
      entry.watched?.close();
      followed.delete(name);
    }
    numbers.keep(new Set(wanted.keys()));
    for (const file of files) {
      if (followed.has(file.name)) continue;
      const entry: Followed = { file, watched: null };
      followed.set(file.name, entry);
      void begin(entry);
    }
  };

  return {
    probe: async (check) => {
      const number = await numbers.next(check, check.file);
      const file = followed.get(check.file)?.file;
      if (number === null || !file) return { ok: false, kind: "other", reason: `${check.file} is not followed` };
      return judgeFile(check.file, number, check.factor ?? file);
    },
    follow,
    close: () => follow([]),
  };
};
