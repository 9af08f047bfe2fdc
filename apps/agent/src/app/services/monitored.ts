import type { VirtualServer } from "@baton/shared/config/model.ts";
import { destinationKey, realServerKey, serviceKey } from "../../core/ipvs/key.ts";
import { placeOf, servicesOf, virtualServerKey } from "../../core/ipvs/services-of.ts";
import type { ActualTable } from "../../core/ipvs/table.ts";
import type { MonitoredServer } from "./monitor.ts";

/** A virtual server's real servers, with what an earlier process left in the kernel's table. */
export const monitoredServers = (
  virtualServers: readonly VirtualServer[],
  found: ActualTable | null,
  isDrained: (key: string) => boolean,
): readonly MonitoredServer[] =>
  virtualServers.flatMap((virtualServer) => {
    // Of a group the first service that is there speaks for all: they share the pool.
    const service = servicesOf(virtualServer).find(({ id }) => found?.has(serviceKey(id)));
    const present = service && found?.get(serviceKey(service.id));
    return virtualServer.realServers.map((server) => {
      const entry = service && present?.destinations.get(destinationKey(placeOf(service, server)));
      const key = realServerKey(virtualServerKey(virtualServer), server);
      const shut = server.inhibitOnFailure && server.weight > 0 && entry?.destination.weight === 0 && !isDrained(key);
      // A standby's absence says nothing about it.
      const missing = present !== undefined && server.checkers.length > 0 && !server.standby && (!entry || shut);
      return { key, virtualServer, server, missing };
    });
  });
