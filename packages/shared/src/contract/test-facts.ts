import type { FactOf } from "./facts.ts";

/** Facts of the article's pair, for tests on every side; each field can be replaced. */

export const VIP = "192.168.1.100";

export const virtualRouter = (changes: Partial<FactOf<"virtual-router">> = {}): FactOf<"virtual-router"> => ({
  kind: "virtual-router",
  key: "VI_1",
  vrid: 51,
  version: 2,
  interface: "eth0",
  state: "backup",
  since: 1_000,
  cause: "",
  basePriority: 90,
  effectivePriority: 90,
  advertIntervalMs: 1_000,
  addresses: [VIP],
  heldAddresses: [],
  master: null,
  takeover: null,
  refusedAdverts: {},
  ...changes,
});

export const masterRouter = (changes: Partial<FactOf<"virtual-router">> = {}): FactOf<"virtual-router"> =>
  virtualRouter({ state: "master", heldAddresses: [VIP], basePriority: 100, effectivePriority: 100, ...changes });

export const virtualServer = (changes: Partial<FactOf<"virtual-server">> = {}): FactOf<"virtual-server"> => ({
  kind: "virtual-server",
  key: `TCP ${VIP}:3306`,
  scheduler: "wrr",
  persistenceTimeoutMs: 60_000,
  inTable: true,
  ...changes,
});

export const realServer = (address: string, changes: Partial<FactOf<"real-server">> = {}): FactOf<"real-server"> => ({
  kind: "real-server",
  key: `TCP ${VIP}:3306 -> ${address}:3306`,
  virtualServer: `TCP ${VIP}:3306`,
  address,
  port: 3306,
  forwarding: "DR",
  configuredWeight: 3,
  weight: 3,
  activeConnections: 1,
  inactiveConnections: 0,
  health: "up",
  reason: "",
  since: 2_000,
  ...changes,
});
