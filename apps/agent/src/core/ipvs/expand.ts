import { toSeconds } from "@baton/shared/base/duration.ts";
import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import type { TunnelOptions } from "@baton/shared/config/model-service.ts";
import { familyOf } from "@baton/shared/net/ip-address.ts";
import { destinationKey, serviceKey } from "./key.ts";
import { type OwnService, placeOf, servicesOf } from "./services-of.ts";
import {
  type DesiredService,
  type DesiredTable,
  type Destination,
  NO_TUNNEL,
  type Persistence,
  type Service,
  type ServiceId,
  type Tunnel,
} from "./table.ts";

/** A server's or a stand-in's entry, for every service of the pool the same but for the port. */
type Entry = Pick<
  RealServer,
  "address" | "port" | "forwarding" | "tunnel" | "upperThreshold" | "lowerThreshold" | "weight"
>;

/** linux/ip_vs.h: IP_VS_TUNNEL_ENCAP_FLAG_CSUM and _REMCSUM. */
const CHECKSUM_FLAGS: Readonly<Record<TunnelOptions["checksum"], number>> = { none: 0, checksum: 1, remote: 2 };

const tunnelOf = (tunnel: TunnelOptions | undefined): Tunnel =>
  tunnel ? { type: tunnel.type, port: tunnel.port, flags: CHECKSUM_FLAGS[tunnel.checksum] } : NO_TUNNEL;

const destinationOf = (service: OwnService, server: Entry): Destination => {
  const { address, port } = placeOf(service, server);
  return {
    address,
    port,
    forwarding: server.forwarding,
    weight: server.weight,
    upperThreshold: server.upperThreshold ?? 0,
    lowerThreshold: server.lowerThreshold ?? 0,
    tunnel: tunnelOf(server.tunnel),
  };
};

const persistenceOf = (server: VirtualServer): Persistence | null => {
  if (server.persistenceTimeout === null) return null;
  return {
    timeoutSeconds: Math.max(1, Math.round(toSeconds(server.persistenceTimeout))),
    prefixLength: server.persistencePrefixLength ?? (familyOf(server.address) === "inet" ? 32 : 128),
  };
};

const serviceFrom = (id: ServiceId, server: VirtualServer): Service => ({
  id,
  scheduler: server.scheduler,
  schedulerFlags: server.schedulerFlags ?? 0,
  onePacket: server.onePacket ?? false,
  persistence: persistenceOf(server),
  persistenceEngine: server.persistenceEngine ?? null,
});

/** The stand-in serves with weight 1; with inhibit it waits in the table with weight 0. */
const sorryEntry = ({ sorryServer }: VirtualServer, serves: boolean): Entry[] => {
  if (!sorryServer || (!serves && !sorryServer.inhibit)) return [];
  return [{ ...sorryServer, weight: serves ? 1 : 0 }];
};

/** Whether the standby servers can stand in for a lost quorum: one that is up is enough. */
export const standbyServes = (
  { realServers }: Pick<VirtualServer, "realServers">,
  isUp: (server: RealServer) => boolean,
): boolean => realServers.some((server) => server.standby && server.weight > 0 && isUp(server));

/** The weight of a server in service. */
export type WeightOf = (virtualServer: VirtualServer, server: RealServer) => number;

const entries = (
  virtualServer: VirtualServer,
  isUp: (virtualServer: VirtualServer, server: RealServer) => boolean,
  hasQuorum: boolean,
  weightOf: WeightOf,
): readonly Entry[] => {
  const up = (server: RealServer): boolean => isUp(virtualServer, server);
  const sorryServes = !hasQuorum && Boolean(virtualServer.sorryServer) && !standbyServes(virtualServer, up);
  const servers = virtualServer.realServers.flatMap((server) => {
    const serves = !sorryServes && up(server) && (hasQuorum ? !server.standby : true);
    if (!serves && !server.inhibitOnFailure) return [];
    const weight = serves ? weightOf(virtualServer, server) : 0;
    return [weight === server.weight ? server : { ...server, weight }];
  });
  return [...servers, ...sorryEntry(virtualServer, sorryServes)];
};

const destinationsOf = (service: OwnService, pool: readonly Entry[]): ReadonlyMap<string, Destination> => {
  const destinations = new Map<string, Destination>();
  for (const entry of pool) {
    const destination = destinationOf(service, entry);
    const key = destinationKey(destination);
    // Of a server that is written twice the first stands.
    if (!destinations.has(key)) destinations.set(key, destination);
  }
  return destinations;
};

/** Whether a service is to be in this host's table now. */
export type IsWanted = (virtualServer: VirtualServer, service: OwnService) => boolean;

/** What a virtual server's services should hold, by the same rules as the whole table. */
export const expandServices = (
  virtualServer: VirtualServer,
  isUp: (virtualServer: VirtualServer, server: RealServer) => boolean,
  hasQuorum: (virtualServer: VirtualServer) => boolean,
  weightOf: WeightOf = (_, server) => server.weight,
  isWanted: IsWanted = () => true,
): DesiredTable => {
  const table = new Map<string, DesiredService>();
  const pool = entries(virtualServer, isUp, hasQuorum(virtualServer), weightOf);
  for (const service of servicesOf(virtualServer)) {
    const key = serviceKey(service.id);
    if (table.has(key) || !isWanted(virtualServer, service)) continue;
    table.set(key, { service: serviceFrom(service.id, virtualServer), destinations: destinationsOf(service, pool) });
  }
  return table;
};

/** Of a service that is written twice the first stands. */
export const joinServices = (parts: Iterable<DesiredTable>): DesiredTable => {
  const table = new Map<string, DesiredService>();
  for (const part of parts) for (const [key, service] of part) if (!table.has(key)) table.set(key, service);
  return table;
};

/**
 * What the table should hold: every virtual server, and of its real servers those in service. One that is down is
 * absent, or present with weight 0 when inhibit_on_failure says so. While the quorum is lost standby servers serve
 * beside those that are left; where none of them is up the sorry server stands in for all.
 */
export const expandTable = (
  virtualServers: readonly VirtualServer[],
  isUp: (virtualServer: VirtualServer, server: RealServer) => boolean,
  hasQuorum: (virtualServer: VirtualServer) => boolean,
  weightOf?: WeightOf,
  isWanted?: IsWanted,
): DesiredTable =>
  joinServices(virtualServers.map((server) => expandServices(server, isUp, hasQuorum, weightOf, isWanted)));
