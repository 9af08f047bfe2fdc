import { constants, setPriority } from "node:os";
import { getSystemErrorName } from "node:util";
import koffi from "koffi";

/** sched(7) and mlockall(2) for the thread that calls, which in Node is the one that runs everything here. */

const SCHED_RR = 2;
/** What this process starts is an ordinary process again. */
const SCHED_RESET_ON_FORK = 0x40000000;
const MCL_CURRENT = 1;
const MCL_FUTURE = 2;
/** Only pages that are used: the reserved ranges of the JavaScript engine would cost gigabytes. */
const MCL_ONFAULT = 4;
const MEMORY_FLAGS = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT;

const failure = (): string => getSystemErrorName(-koffi.errno());

/** 1 to 99. Null when done; else the error's name, EPERM without CAP_SYS_NICE. */
export const runRealtime = (priority: number): string | null => {
  const libc = koffi.load("libc.so.6");
  const set = libc.func("int sched_setscheduler(int pid, int policy, const void *param)");
  // struct sched_param is one int.
  const param = new Int32Array([priority]);
  return (set(0, SCHED_RR | SCHED_RESET_ON_FORK, param) as number) === 0 ? null : failure();
};

/** Keeps the process's memory from being swapped out. EPERM or ENOMEM without CAP_IPC_LOCK. */
export const lockMemory = (): string | null => {
  const lock = koffi.load("libc.so.6").func("int mlockall(int flags)");
  return (lock(MEMORY_FLAGS) as number) === 0 ? null : failure();
};

/** -20 to 19. */
export const setNice = (nice: number): string | null => {
  try {
    setPriority(0, nice);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

export const HIGHEST_NICE: number = constants.priority.PRIORITY_HIGHEST;
