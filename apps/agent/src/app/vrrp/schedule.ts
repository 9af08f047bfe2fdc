import type { ProcessScheduling } from "@baton/shared/config/model-track.ts";
import { HIGHEST_NICE, lockProgram, ownSession, runRealtime, setNice } from "../../io/schedule/scheduling.ts";

/**
 * A busy host must not make this process late: a backup that reads its socket late takes itself for a master. So it
 * runs before others even without being told to. What the system refuses is said and gone without.
 */
export const schedule = (wanted: ProcessScheduling | undefined, log: (line: string) => void): void => {
  const nice = setNice(wanted?.nice ?? HIGHEST_NICE);
  ownSession(wanted?.nice ?? HIGHEST_NICE);
  if (nice !== null) log(`runs at ordinary priority: ${nice}`);
  if (wanted?.lockMemory) {
    const problem = lockProgram();
    log(
      problem === null
        ? "vrrp_no_swap: the program is locked in memory"
        : `vrrp_no_swap: the program is not locked in memory: ${problem}`,
    );
  }
  if (wanted && wanted.realtimePriority !== null) {
    const problem = runRealtime(wanted.realtimePriority);
    const what = `vrrp_rt_priority ${wanted.realtimePriority}`;
    log(problem === null ? `${what}: runs under SCHED_RR` : `${what}: not possible here: ${problem}`);
  }
};
