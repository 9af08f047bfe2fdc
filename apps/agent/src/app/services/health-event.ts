import type { AgentEvent } from "@baton/shared/contract/events.ts";
import { formatEndpoint } from "@baton/shared/net/endpoint.ts";
import { isInService, type ServerHealth } from "../../core/health/server.ts";
import { virtualServerKey } from "../../core/ipvs/services-of.ts";
import type { MonitoredServer } from "./monitor.ts";
import { addingLine, removingLine } from "./wording.ts";

/** The event that a real server went out of service, or came back. */
export const healthEvent = (
  { key, server, virtualServer }: MonitoredServer,
  health: ServerHealth,
): Omit<AgentEvent, "at"> => {
  const up = isInService(health);
  return {
    kind: up ? "real-server.added" : "real-server.removed",
    severity: up ? "info" : "warning",
    subject: key,
    text: up ? addingLine(server, virtualServer) : removingLine(server, virtualServer),
    data: {
      virtualServer: virtualServerKey(virtualServer),
      realServer: formatEndpoint(server),
      reason: health.reason,
    },
  };
};
