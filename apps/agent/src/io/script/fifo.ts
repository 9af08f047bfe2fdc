import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { getSystemErrorName } from "node:util";
import { errorText } from "@baton/shared/base/error-text.ts";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import koffi from "koffi";
import type { Account } from "./account.ts";

const libc = koffi.load("libc.so.6");
const mkfifo = libc.func("int mkfifo(const char *path, uint32_t mode)");
const flock = libc.func("int flock(int fd, int operation)");
const EEXIST = 17;
const MODE = 0o600;
/** The sticky bit means nothing on a pipe: it says that the agent made this one, to a process that finds it after a crash too. */
const OURS = 0o1000;
/** sys/file.h: LOCK_SH, and LOCK_EX with LOCK_NB. */
const SHARED = 1;
const ALONE = 2 | 4;

/** A named pipe that lines are written to. It never blocks: with nobody reading, lines beyond the pipe's room are lost. */
export interface Fifo {
  readonly path: string;
  /** False: the pipe is full, the line is lost. */
  write(line: string): boolean;
  /** Makes the pipe that account's, when the agent made it. */
  give(account: Account): void;
  /** Removes the pipe when the agent made it and no other process of it has it open. */
  close(): void;
}

/** Opened for reading too, as keepalived does: so there is always a reader and the lines wait in the pipe. */
const open = (path: string): Result<number, string> => {
  const made = (mkfifo(path, MODE) as number) === 0;
  if (!made && koffi.errno() !== EEXIST)
    return err(`can't make the pipe ${path}: ${getSystemErrorName(-koffi.errno())}`);
  try {
    if (!lstatSync(path).isFIFO()) return err(`${path} is there and is no pipe`);
    if (made) chmodSync(path, MODE | OURS);
    const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    // Whoever comes last can tell by these locks, which end with their process however it ends.
    flock(fd, SHARED);
    return ok(fd);
  } catch (error) {
    return err(`can't open the pipe ${path}: ${errorText(error)}`);
  }
};

const isOurs = (path: string): boolean => (lstatSync(path).mode & OURS) !== 0;

/** Whether the path still leads to what is open: someone may have removed the pipe. */
const isThere = (path: string, fd: number): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino;

export const openFifo = (path: string): Result<Fifo, string> => {
  const opened = open(path);
  if (!opened.ok) return opened;
  let fd = opened.value;
  let owner: Account | null = null;

  const give = (account: Account): void => {
    owner = account;
    if (isOurs(path)) chownSync(path, account.uid, account.gid);
  };
  const reopen = (): void => {
    const again = open(path);
    if (!again.ok) return;
    closeSync(fd);
    fd = again.value;
    if (owner) give(owner);
  };
  return ok({
    path,
    give,
    write: (line) => {
      try {
        if (!isThere(path, fd)) reopen();
        writeSync(fd, `${line}\n`);
        return true;
      } catch {
        return false;
      }
    },
    close: () => {
      try {
        const last = (flock(fd, ALONE) as number) === 0;
        if (last && isThere(path, fd) && isOurs(path)) unlinkSync(path);
      } catch {
        // Someone else removed it.
      }
      closeSync(fd);
    },
  });
};
