import type { Fact, FactOf } from "@baton/shared/contract/facts.ts";
import { applyChanges, EMPTY_PICTURE } from "@baton/shared/contract/picture.ts";
import type { LiveNode } from "../stores/live-state.ts";

/** Nodes for tests: real facts, folded as on the page. */
export const VIP = "192.168.1.100";

export const virtualRouter = (over: Partial<FactOf<"virtual-router">> = {}): FactOf<"virtual-router"> => ({
  kind: "virtual-router",
  key: "VI_1",
  vrid: 51,
  version: 2,
  interface: "eth0",
  state: "backup",
  since: 1000,
  cause: "start",
  basePriority: 100,
  effectivePriority: 100,
  advertIntervalMs: 1000,
  addresses: [VIP],
  heldAddresses: [],
  master: null,
  takeover: null,
  refusedAdverts: {},
  ...over,
});

export const realServer = (address: string, over: Partial<FactOf<"real-server">> = {}): FactOf<"real-server"> => ({
  kind: "real-server",
  key: `TCP ${VIP}:3306 -> ${address}:3306`,
  virtualServer: `TCP ${VIP}:3306`,
  address,
  port: 3306,
  forwarding: "DR",
  configuredWeight: 3,
  weight: 3,
  activeConnections: 0,
  inactiveConnections: 0,
  health: "up",
  reason: "",
  since: 1000,
  ...over,
});

export const virtualServer = (over: Partial<FactOf<"virtual-server">> = {}): FactOf<"virtual-server"> => ({
  kind: "virtual-server",
  key: `TCP ${VIP}:3306`,
  scheduler: "wrr",
  persistenceTimeoutMs: 60_000,
  inTable: true,
  ...over,
});

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
