import { readFileSync, writeFileSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { getSystemErrorName } from "node:util";
import { errorText } from "@baton/shared/base/error-text.ts";
import koffi from "koffi";

/** sched(7) and mlock(2) for the thread that calls, which in Node is the one that runs everything here. */

const SCHED_RR = 2;
/** What this process starts is an ordinary process again. */
const SCHED_RESET_ON_FORK = 0x40000000;
/** "5581a000-5582b000 r-xp 00000000 08:01 1234 /usr/bin/node" in /proc/PID/maps. */
const PROGRAM_MAPPING = /^([\da-f]+)-([\da-f]+) r-[x-]p [\da-f]+ \S+ \d+ +\//;

const failure = (): string => getSystemErrorName(-koffi.errno());

/** 1 to 99. Null when done; else the error's name, EPERM without CAP_SYS_NICE. */
export const runRealtime = (priority: number): string | null => {
  const libc = koffi.load("libc.so.6");
  const set = libc.func("int sched_setscheduler(int pid, int policy, const void *param)");
  // struct sched_param is one int.
  const param = new Int32Array([priority]);
  return (set(0, SCHED_RR | SCHED_RESET_ON_FORK, param) as number) === 0 ? null : failure();
};

/**
 * Keeps the program and its libraries in memory: these pages go first when memory is short, swap or no swap. Not the
 * JavaScript heap: its engine gives pages back by madvise(2), which the kernel refuses for locked ones, and then it
 * aborts the process. That rules out mlockall(2). ENOMEM or EPERM without CAP_IPC_LOCK.
 */
export const lockProgram = (): string | null => {
  const lock = koffi.load("libc.so.6").func("int mlock(uint64_t address, size_t length)");
  for (const line of readFileSync("/proc/self/maps", "utf8").split("\n")) {
    const [, from, to] = PROGRAM_MAPPING.exec(line) ?? [];
    if (from === undefined || to === undefined) continue;
    const start = BigInt(`0x${from}`);
    if ((lock(start, Number(BigInt(`0x${to}`) - start)) as number) !== 0) return failure();
  }
  return null;
};

/**
 * Where the kernel shares the processor out among sessions (autogroup, sched(7)), a nice value counts only within its
 * own: this process gets a session of its own, and the session the nice value. False: the kernel has no such groups, or
 * a cgroup stands above them, or it is not permitted; then the process's nice value is all there is.
 */
export const ownSession = (nice: number): boolean => {
  koffi.load("libc.so.6").func("int setsid()")();
  try {
    writeFileSync("/proc/self/autogroup", String(nice));
    return true;
  } catch {
    return false;
  }
};

/** -20 to 19. */
export const setNice = (nice: number): string | null => {
  try {
    setPriority(0, nice);
    return null;
  } catch (error) {
    return errorText(error);
  }
};

export const HIGHEST_NICE: number = constants.priority.PRIORITY_HIGHEST;
