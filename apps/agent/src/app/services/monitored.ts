import type { VirtualServer } from "@baton/shared/config/model.ts";
import { placeOf, serviceIdOf } from "../../core/ipvs/expand.ts";
import { destinationKey, realServerKey, serviceKey } from "../../core/ipvs/key.ts";
import type { ActualTable } from "../../core/ipvs/table.ts";
import type { MonitoredServer } from "./monitor.ts";

/** A virtual server's real servers, with what an earlier process left in the kernel's table. */
export const monitoredServers = (
  virtualServers: readonly VirtualServer[],
  found: ActualTable | null,
  isDrained: (key: string) => boolean,
): readonly MonitoredServer[] =>
  virtualServers.flatMap((virtualServer) => {
    const service = serviceKey(serviceIdOf(virtualServer));
    const present = found?.get(service);
    return virtualServer.realServers.map((server) => {
      const entry = present?.destinations.get(destinationKey(placeOf(virtualServer, server)));
      const key = realServerKey(service, server);
      const shut = server.inhibitOnFailure && server.weight > 0 && entry?.destination.weight === 0 && !isDrained(key);
      const missing = present !== undefined && server.checkers.length > 0 && (!entry || shut);
      return { key, virtualServer, server, missing };
    });
  });
