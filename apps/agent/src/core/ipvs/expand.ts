import { toSeconds } from "@baton/shared/base/duration.ts";
import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import { familyOf } from "@baton/shared/net/ip-address.ts";
import { destinationKey, serviceKey } from "./key.ts";
import {
  type DesiredService,
  type DesiredTable,
  type Destination,
  NO_TUNNEL,
  type Persistence,
  type Service,
  type ServiceId,
} from "./table.ts";

export const serviceIdOf = (server: VirtualServer): ServiceId =>
  server.mark === undefined
    ? { kind: "address", protocol: server.protocol, address: server.address, port: server.port }
    : { kind: "fwmark", mark: server.mark, family: familyOf(server.address) };

type Place = Pick<RealServer, "address" | "port" | "forwarding">;

/** Where packets for a server go. DR and TUN can't change the port, so the service's own is used: 0 for a mark's. */
export const placeOf = (virtualServer: VirtualServer, { address, port, forwarding }: Place) => ({
  address,
  port: forwarding === "NAT" ? port : virtualServer.port,
});

const destinationOf = (
  virtualServer: VirtualServer,
  server: Place & Pick<RealServer, "upperThreshold" | "lowerThreshold">,
  weight: number,
): Destination => ({
  ...placeOf(virtualServer, server),
  forwarding: server.forwarding,
  weight,
  upperThreshold: server.upperThreshold ?? 0,
  lowerThreshold: server.lowerThreshold ?? 0,
  tunnel: NO_TUNNEL,
});

const persistenceOf = (server: VirtualServer): Persistence | null => {
  if (server.persistenceTimeout === null) return null;
  return {
    timeoutSeconds: Math.max(1, Math.round(toSeconds(server.persistenceTimeout))),
    prefixLength: server.persistencePrefixLength ?? (familyOf(server.address) === "inet" ? 32 : 128),
  };
};

const serviceFrom = (server: VirtualServer): Service => ({
  id: serviceIdOf(server),
  scheduler: server.scheduler,
  schedulerFlags: server.schedulerFlags ?? 0,
  onePacket: server.onePacket ?? false,
  persistence: persistenceOf(server),
  persistenceEngine: server.persistenceEngine ?? null,
});

/** The stand-in serves with weight 1; with inhibit it waits in the table with weight 0. */
const sorryEntry = (virtualServer: VirtualServer, serves: boolean): Destination[] => {
  const sorry = virtualServer.sorryServer;
  if (!sorry || (!serves && !sorry.inhibit)) return [];
  return [destinationOf(virtualServer, sorry, serves ? 1 : 0)];
};

/** The weight of a server in service. */
export type WeightOf = (virtualServer: VirtualServer, server: RealServer) => number;

const entries = (
  virtualServer: VirtualServer,
  isUp: (virtualServer: VirtualServer, server: RealServer) => boolean,
  hasQuorum: boolean,
  weightOf: WeightOf,
): Destination[] => {
  const sorryServes = !hasQuorum && Boolean(virtualServer.sorryServer);
  const servers = virtualServer.realServers.flatMap((server) => {
    const serves = !sorryServes && isUp(virtualServer, server);
    if (!serves && !server.inhibitOnFailure) return [];
    return [destinationOf(virtualServer, server, serves ? weightOf(virtualServer, server) : 0)];
  });
  return [...servers, ...sorryEntry(virtualServer, sorryServes)];
};

/**
 * What the table should hold: every virtual server, and of its real servers those in service. One that is down is
 * absent, or present with weight 0 when inhibit_on_failure says so. While the quorum is lost the sorry server,
 * where there is one, stands in for all of them.
 */
export const expandTable = (
  virtualServers: readonly VirtualServer[],
  isUp: (virtualServer: VirtualServer, server: RealServer) => boolean,
  hasQuorum: (virtualServer: VirtualServer) => boolean,
  weightOf: WeightOf = (_, server) => server.weight,
): DesiredTable => {
  const table = new Map<string, DesiredService>();
  for (const virtualServer of virtualServers) {
    const key = serviceKey(serviceIdOf(virtualServer));
    if (table.has(key)) continue;
    const destinations = new Map<string, Destination>();
    for (const destination of entries(virtualServer, isUp, hasQuorum(virtualServer), weightOf)) {
      // Of a server that is written twice the first stands.
      if (!destinations.has(destinationKey(destination))) destinations.set(destinationKey(destination), destination);
    }
    table.set(key, { service: serviceFrom(virtualServer), destinations });
  }
  return table;
};
