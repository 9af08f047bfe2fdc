import type { PhaseName, RouterState } from "./state.ts";

/**
 * A vrrp_sync_group: its members change state together (RFC 5798 knows no such thing; keepalived's rules). A member in
 * fault puts the others in fault, which is part of their link condition; what is decided here is master and backup.
 */

/** What one member's step means for another one. */
export type GroupOrder = "wait" | "master" | "backup";

const wants = ({ phase }: RouterState, at: number): boolean =>
  phase.name === "master" || (phase.name === "backup" && (phase.wants || at >= phase.masterDownAt));

/** Whether a backup whose timer ended may become master: only when every other member is or wants to be. */
export const mayBecomeMaster = (others: Iterable<RouterState>, at: number): boolean => {
  for (const other of others) if (!wants(other, at)) return false;
  return true;
};

/** What the others are told after a member moved; null: nothing. */
export const orderAfter = (from: PhaseName, to: PhaseName): Exclude<GroupOrder, "wait"> | null => {
  if (to === "master") return "master";
  return from === "master" && to === "backup" ? "backup" : null;
};

/** Whether an order changes anything for a member; those already there are left alone. */
export const obeys = (order: GroupOrder, { phase }: RouterState): boolean =>
  order === "backup" ? phase.name === "master" : phase.name === "backup";
