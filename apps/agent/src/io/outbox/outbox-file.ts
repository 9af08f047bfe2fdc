import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  write,
} from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { type NumberedEvent, numberedEventSchema } from "@baton/shared/contract/events.ts";

/**
 * The events the hub has not committed yet, one JSON line each, appended and synced before they count as kept. A
 * line torn by a crash, or anything else that is no event, is skipped on reading.
 */
export interface OutboxFile {
  /** Resolves when the events would survive a power cut. Rejects when the disk refuses. */
  append(events: readonly NumberedEvent[]): Promise<void>;
  /** Replaces the contents: empties the file, or keeps only what is still waiting. */
  replace(events: readonly NumberedEvent[]): Promise<void>;
  close(): void;
}

const writeAsync = promisify(write);
const fdatasyncAsync = promisify(fdatasync);
const MAX_BYTES = 128 * 1024 * 1024;
const FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

const textOf = (events: readonly NumberedEvent[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join("");

const parseLine = (line: string): NumberedEvent[] => {
  try {
    const parsed = numberedEventSchema.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
};

/** The last part of the file that fits in memory; a line cut at its start is skipped like a torn one. */
const readTail = (fd: number): string => {
  const { size } = fstatSync(fd);
  const length = Math.min(size, MAX_BYTES);
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const count = readSync(fd, bytes, read, length - read, size - length + read);
    if (count === 0) break;
    read += count;
  }
  return bytes.toString("utf8", 0, read);
};

/** Opens (mode 0600) or makes the file. `skipped` counts the lines that were no events. Throws the system's error. */
export const openOutbox = (
  path: string,
): { readonly file: OutboxFile; readonly waiting: readonly NumberedEvent[]; readonly skipped: number } => {
  let fd = openSync(path, FLAGS, 0o600);
  const text = readTail(fd);
  const lines = text.split("\n").filter((line) => line !== "");
  const waiting = lines.flatMap(parseLine);
  // A torn last line must not swallow the next event that is appended.
  if (text !== "" && !text.endsWith("\n")) ftruncateSync(fd, Math.max(0, fstatSync(fd).size - tornBytes(text)));

  const file: OutboxFile = {
    append: async (events) => {
      const bytes = Buffer.from(textOf(events));
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await writeAsync(fd, bytes, done, bytes.length - done, null);
        done += bytesWritten;
      }
      await fdatasyncAsync(fd);
    },
    replace: async (events) => {
      if (events.length === 0) {
        ftruncateSync(fd, 0);
        return;
      }
      const draft = `${path}.new`;
      await rm(draft, { force: true });
      await writeFile(draft, textOf(events), { mode: 0o600, flag: "wx", flush: true });
      renameSync(draft, path);
      closeSync(fd);
      fd = openSync(path, FLAGS, 0o600);
    },
    close: () => closeSync(fd),
  };
  return { file, waiting, skipped: lines.length - waiting.length };
};

const tornBytes = (text: string): number => Buffer.byteLength(text.slice(text.lastIndexOf("\n") + 1));
