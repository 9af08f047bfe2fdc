import { toSeconds } from "@baton/shared/base/duration.ts";
import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";
import { familyOf } from "@baton/shared/net/ip-address.ts";
import { destinationKey, serviceKey } from "./key.ts";
import {
  type DesiredService,
  type DesiredTable,
  type Destination,
  NO_TUNNEL,
  type Service,
  type ServiceId,
} from "./table.ts";

export const serviceIdOf = (server: VirtualServer): ServiceId => ({
  kind: "address",
  protocol: server.protocol,
  address: server.address,
  port: server.port,
});

/** The table's entry for a real server. DR and TUN can't change the port, so the service's own is used. */
export const destinationOf = (virtualServer: VirtualServer, server: RealServer, weight: number): Destination => ({
  address: server.address,
  port: server.forwarding === "NAT" ? server.port : virtualServer.port,
  forwarding: server.forwarding,
  weight,
  upperThreshold: 0,
  lowerThreshold: 0,
  tunnel: NO_TUNNEL,
});

export const serviceFrom = (server: VirtualServer): Service => ({
  id: serviceIdOf(server),
  scheduler: server.scheduler,
  schedulerFlags: 0,
  onePacket: false,
  persistence:
    server.persistenceTimeout === null
      ? null
      : {
          timeoutSeconds: Math.max(1, Math.round(toSeconds(server.persistenceTimeout))),
          prefixLength: familyOf(server.address) === "inet" ? 32 : 128,
        },
  persistenceEngine: null,
});

/**
 * What the table should hold: every virtual server, and of its real servers those in service. `isUp` tells the
 * health of a real server; one that is down is absent, or present with weight 0 when inhibit_on_failure says so.
 */
export const expandTable = (
  virtualServers: readonly VirtualServer[],
  isUp: (virtualServer: VirtualServer, server: RealServer) => boolean,
): DesiredTable => {
  const table = new Map<string, DesiredService>();
  for (const virtualServer of virtualServers) {
    const key = serviceKey(serviceIdOf(virtualServer));
    if (table.has(key)) continue;
    const destinations = new Map<string, Destination>();
    for (const server of virtualServer.realServers) {
      const up = isUp(virtualServer, server);
      if (!up && !server.inhibitOnFailure) continue;
      const destination = destinationOf(virtualServer, server, up ? server.weight : 0);
      if (!destinations.has(destinationKey(destination))) destinations.set(destinationKey(destination), destination);
    }
    table.set(key, { service: serviceFrom(virtualServer), destinations });
  }
  return table;
};
