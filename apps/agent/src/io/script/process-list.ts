import { readdirSync, readFileSync } from "node:fs";
import type { RunningProgram } from "../../core/script/process-match.ts";

/** A program may replace itself (exec) shortly after its fork, so a new process is read a few times. */
const LOOKS = 3;
/** Every so many readings all are read again, which finds a late exec and a reused number. */
const FULL_EVERY = 20;
const PID = /^\d{1,10}$/;
const MAX_CMDLINE = 4096;

interface Known {
  readonly program: RunningProgram;
  readonly looks: number;
}

/**
 * The running programs by /proc. A reading costs one directory listing and, apart from every twentieth, two small
 * files for each process that is new since the last ones. The kernel's process connector would tell at once, but
 * only in the first network namespace and with CAP_NET_ADMIN there, and it tells of every fork of the host.
 */
export const createProcessList = (): (() => Iterable<RunningProgram>) => {
  let known = new Map<string, Known>();
  let readings = 0;

  const look = (pid: string): RunningProgram | null => {
    try {
      const comm = readFileSync(`/proc/${pid}/comm`, "utf8").trimEnd();
      const argv = readFileSync(`/proc/${pid}/cmdline`, "utf8").slice(0, MAX_CMDLINE).split("\0");
      if (argv.at(-1) === "") argv.pop();
      return { comm, argv };
    } catch {
      // It ended meanwhile.
      return null;
    }
  };

  return () => {
    const full = readings++ % FULL_EVERY === 0;
    const next = new Map<string, Known>();
    for (const pid of readdirSync("/proc")) {
      if (!PID.test(pid)) continue;
      const before = known.get(pid);
      if (before && !full && before.looks >= LOOKS) {
        next.set(pid, before);
        continue;
      }
      const program = look(pid);
      if (program) next.set(pid, { program, looks: (before?.looks ?? 0) + 1 });
    }
    known = next;
    return [...next.values()].map((each) => each.program);
  };
};
