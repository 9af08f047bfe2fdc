import { type VrrpState, vrrpStateSchema } from "@baton/shared/contract/facts.ts";
import type { StoredEvent } from "@baton/shared/contract/http/events.ts";

/** A change of state, as its director told it. */
export interface Transition {
  readonly id: number;
  readonly node: string;
  readonly instance: string;
  /** Hub time. */
  readonly at: number;
  readonly from: VrrpState;
  readonly to: VrrpState;
  /** In keepalived's vocabulary, English. */
  readonly cause: string;
}

const SHOWN = 5;

/** The last few of one virtual router on one director, newest first. `offset`: hub clock minus agent clock. */
export const transitionsOf = (
  events: readonly StoredEvent[],
  node: string,
  instance: string,
  offset: number,
): Transition[] =>
  events
    .filter((event) => event.kind === "vrrp.transition" && event.node === node && event.subject === instance)
    .flatMap((event) => readTransition(event, offset))
    .sort((a, b) => b.id - a.id)
    .slice(0, SHOWN);

const readTransition = ({ id, node, subject, at, data }: StoredEvent, offset: number): Transition[] => {
  const from = vrrpStateSchema.safeParse(data.from);
  const to = vrrpStateSchema.safeParse(data.to);
  if (!from.success || !to.success) return [];
  const cause = typeof data.cause === "string" ? data.cause : "";
  return [{ id, node, instance: subject, at: at + offset, from: from.data, to: to.data, cause }];
};
