import type { Fact } from "@baton/shared/contract/facts.ts";
import { applyChanges, EMPTY_PICTURE } from "@baton/shared/contract/picture.ts";
import type { LiveNode } from "../stores/live-state.ts";

/** A connected director whose sources all confirmed at `confirmedAt`. */
export const director = (
  name: string,
  confirmedAt: number,
  facts: readonly Fact[],
  over: Partial<LiveNode> = {},
): LiveNode => ({
  name,
  roles: ["director"],
  version: "0.1.0",
  connected: true,
  connectedSince: 0,
  clockOffsetMs: 0,
  torn: false,
  picture: applyChanges(EMPTY_PICTURE, [
    ...facts.map((fact) => ({ op: "set", fact }) as const),
    { op: "confirm", source: "vrrp", at: confirmedAt },
    { op: "confirm", source: "services", at: confirmedAt },
  ]),
  ...over,
});
