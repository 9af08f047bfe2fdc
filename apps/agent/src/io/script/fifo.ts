import { closeSync, constants, lstatSync, openSync, unlinkSync, writeSync } from "node:fs";
import { getSystemErrorName } from "node:util";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import koffi from "koffi";

const mkfifo = koffi.load("libc.so.6").func("int mkfifo(const char *path, uint32_t mode)");
const EEXIST = 17;
const MODE = 0o600;

/** A named pipe that lines are written to. It never blocks: with nobody reading, lines beyond the pipe's room are lost. */
export interface Fifo {
  readonly path: string;
  /** False: the pipe is full, the line is lost. */
  write(line: string): boolean;
  /** Removes the pipe when this made it. */
  close(): void;
}

/** Opened for reading too, as keepalived does: so there is always a reader and the lines wait in the pipe. */
export const openFifo = (path: string): Result<Fifo, string> => {
  const made = (mkfifo(path, MODE) as number) === 0;
  if (!made && koffi.errno() !== EEXIST)
    return err(`can't make the pipe ${path}: ${getSystemErrorName(-koffi.errno())}`);
  try {
    if (!lstatSync(path).isFIFO()) return err(`${path} is there and is no pipe`);
    const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    return ok({
      path,
      write: (line) => {
        try {
          writeSync(fd, `${line}\n`);
          return true;
        } catch {
          return false;
        }
      },
      close: () => {
        closeSync(fd);
        try {
          if (made) unlinkSync(path);
        } catch {
          // Someone else removed it.
        }
      },
    });
  } catch (error) {
    return err(`can't open the pipe ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
};
