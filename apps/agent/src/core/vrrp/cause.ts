import type { RouterParams } from "./params.ts";
import type { Backup, HeardMaster, RouterState } from "./state.ts";

/** The sentences that say why a state was entered. */

const wholeMs = (duration: number): string => `${Math.round(duration)} ms`;

export const nameMaster = (master: Pick<HeardMaster, "address" | "priority">): string =>
  `${master.address} (priority ${master.priority})`;

/** Says nothing about a delay that is within a timer's ordinary inaccuracy. */
const lagNote = (lag: number): string => (lag >= 5 ? `; own timer was ${wholeMs(lag)} late` : "");

/** During a hand-over someone else became master first. */
export const wasOutrun = (state: RouterState, phase: Backup): boolean =>
  phase.waitingFor === "hand-over" && state.master !== null && state.master.priority > 0;

/** Why the backup's timer ended at `at`. */
export const masterDownCause = (params: RouterParams, state: RouterState, phase: Backup, at: number): string => {
  const lag = lagNote(at - phase.masterDownAt);
  const { master } = state;
  if (params.priority === 255 && phase.waitingFor === "first-advert")
    return `priority 255: owner of the addresses${lag}`;
  if (phase.waitingFor === "first-advert" || master === null)
    return `no advert heard for ${wholeMs(at - phase.since)}${lag}`;
  const heard = `the last came ${wholeMs(at - master.heardAt)} ago`;
  if (wasOutrun(state, phase)) return `the master resigned, and the weaker ${nameMaster(master)} was quicker${lag}`;
  if (phase.waitingFor === "resigned" || phase.waitingFor === "hand-over")
    return `${master.address} resigned with priority 0${lag}`;
  if (phase.waitingFor === "weaker-master") return `preempting the weaker master ${nameMaster(master)}, ${heard}${lag}`;
  return `no advert from ${nameMaster(master)} for ${wholeMs(phase.masterDownAt - master.heardAt)}, ${heard}${lag}`;
};
