import type { FactKind, FactSource } from "./facts.ts";

/** Apart from the schemas of facts, which take long to load: most of an agent's processes check nothing by them. */
export const SOURCE_OF: Readonly<Record<FactKind, FactSource>> = {
  "virtual-router": "vrrp",
  "virtual-server": "services",
  "real-server": "services",
  "loopback-vip": "host",
  replication: "mysql",
  process: "supervisor",
  probe: "witness",
};

export const factId = (kind: FactKind, key: string): string => `${kind} ${key}`;
