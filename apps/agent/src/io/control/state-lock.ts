import { closeSync, constants, openSync } from "node:fs";
import { join } from "node:path";

/** include/uapi/asm-generic/fcntl.h */
const LOCK_EX = 2;
const LOCK_NB = 4;
const EWOULDBLOCK = 11;

/**
 * Takes the state folder for this process alone. The kernel gives the lock back when the process ends, however it
 * ends. Null when another agent has it; throws the system's error when the folder can't be used.
 */
export const lockStateDir = async (stateDir: string): Promise<{ release(): void } | null> => {
  // Only the agent needs it; the other subcommands start faster without.
  const { default: koffi } = await import("koffi");
  const libc = koffi.load("libc.so.6");
  const flock = libc.func("int flock(int fd, int operation)");
  const fd = openSync(join(stateDir, "lock"), constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  if (flock(fd, LOCK_EX | LOCK_NB) === 0) return { release: () => closeSync(fd) };
  const errno = koffi.errno();
  closeSync(fd);
  if (errno === EWOULDBLOCK) return null;
  throw new Error(`flock on ${join(stateDir, "lock")} failed with errno ${errno}`);
};
