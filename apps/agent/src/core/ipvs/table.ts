import type { Protocol } from "@baton/shared/config/model.ts";
import type { AddressFamily } from "@baton/shared/net/ip-address.ts";

/** The IPVS table as the kernel holds it: services, and under each its destinations (the real servers). */

export type ServiceId =
  | { readonly kind: "address"; readonly protocol: Protocol; readonly address: string; readonly port: number }
  | { readonly kind: "fwmark"; readonly mark: number; readonly family: AddressFamily };

export interface Persistence {
  readonly timeoutSeconds: number;
  /** Clients that share this much of their address share a server: 32 or 128 for one client each. */
  readonly prefixLength: number;
}

export interface Service {
  readonly id: ServiceId;
  readonly scheduler: string;
  /** IP_VS_SVC_F_SCHED1..3 as a set of bits 1, 2, 4; their meaning is the scheduler's. */
  readonly schedulerFlags: number;
  readonly onePacket: boolean;
  readonly persistence: Persistence | null;
  /** The persistence engine ("sip"), null for none. */
  readonly persistenceEngine: string | null;
}

/** The kernel knows two more than a configuration can ask for. */
export type TableForwarding = "NAT" | "DR" | "TUN" | "LOCAL" | "BYPASS";

export interface Tunnel {
  readonly type: "ipip" | "gue" | "gre";
  /** For gue; 0 otherwise. */
  readonly port: number;
  /** IP_VS_TUNNEL_ENCAP_FLAG_*. */
  readonly flags: number;
}

export interface Destination {
  readonly address: string;
  readonly port: number;
  readonly forwarding: TableForwarding;
  readonly weight: number;
  /** Connections above this close the server to new ones; 0 means no limit. */
  readonly upperThreshold: number;
  readonly lowerThreshold: number;
  readonly tunnel: Tunnel;
}

export const NO_TUNNEL: Tunnel = { type: "ipip", port: 0, flags: 0 };

export interface Traffic {
  readonly connections: number;
  readonly inPackets: number;
  readonly outPackets: number;
  readonly inBytes: number;
  readonly outBytes: number;
}

export const NO_TRAFFIC: Traffic = { connections: 0, inPackets: 0, outPackets: 0, inBytes: 0, outBytes: 0 };

export const addTraffic = (a: Traffic, b: Traffic): Traffic => ({
  connections: a.connections + b.connections,
  inPackets: a.inPackets + b.inPackets,
  outPackets: a.outPackets + b.outPackets,
  inBytes: a.inBytes + b.inBytes,
  outBytes: a.outBytes + b.outBytes,
});

export interface DestinationCounts {
  readonly active: number;
  readonly inactive: number;
  readonly persistent: number;
  readonly traffic: Traffic;
}

export const NO_COUNTS: DestinationCounts = { active: 0, inactive: 0, persistent: 0, traffic: NO_TRAFFIC };

export interface ActualDestination {
  readonly destination: Destination;
  readonly counts: DestinationCounts;
}

export interface ActualService {
  readonly service: Service;
  readonly traffic: Traffic;
  /** By destination key. */
  readonly destinations: ReadonlyMap<string, ActualDestination>;
}

/** By service key. */
export type ActualTable = ReadonlyMap<string, ActualService>;

export interface DesiredService {
  readonly service: Service;
  readonly destinations: ReadonlyMap<string, Destination>;
}

export type DesiredTable = ReadonlyMap<string, DesiredService>;

export interface IpvsInfo {
  /** "1.2.1". */
  readonly version: string;
  readonly connectionTableSize: number;
}
