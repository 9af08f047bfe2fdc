import type { Advert } from "./advert.ts";
import type { RouterParams } from "./params.ts";
import type { RouterState } from "./state.ts";
import { backupDownAt, standingPriority } from "./transitions.ts";

/**
 * Whether a backup that has just heard this advert would only count its time anew if it heard the same again. Then of
 * several in a row the last alone matters, and need not be told before something else happens or the timer ends.
 */
export const onlyRenews = (params: RouterParams, state: RouterState, from: string, advert: Advert): boolean => {
  const { phase, master } = state;
  if (phase.name !== "backup" || phase.waitingFor !== "adverts") return false;
  if (phase.wants || phase.preemptAt !== null) return false;
  const isMaster = master?.address === from && master.priority === advert.priority;
  return isMaster && advert.priority > 0 && advert.priority >= standingPriority(params, state);
};

/** When the timer of such a backup ends after it has heard the same once more at `at`. */
export const renewedDeadline = (params: RouterParams, state: RouterState, at: number): number =>
  backupDownAt(params, state, at, state.masterInterval);
