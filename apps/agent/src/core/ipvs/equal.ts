import type { Destination, Service } from "./table.ts";

/** Whether the kernel would do the same for both; the identity (address, port, mark) is compared by key. */
export const sameService = (a: Service, b: Service): boolean =>
  a.scheduler === b.scheduler &&
  a.schedulerFlags === b.schedulerFlags &&
  a.onePacket === b.onePacket &&
  a.persistenceEngine === b.persistenceEngine &&
  a.persistence?.timeoutSeconds === b.persistence?.timeoutSeconds &&
  a.persistence?.prefixLength === b.persistence?.prefixLength;

const sameTunnel = (a: Destination, b: Destination): boolean =>
  (a.forwarding !== "TUN" && b.forwarding !== "TUN") ||
  (a.tunnel.type === b.tunnel.type && a.tunnel.port === b.tunnel.port && a.tunnel.flags === b.tunnel.flags);

export const sameDestination = (a: Destination, b: Destination): boolean =>
  a.weight === b.weight &&
  a.forwarding === b.forwarding &&
  a.upperThreshold === b.upperThreshold &&
  a.lowerThreshold === b.lowerThreshold &&
  sameTunnel(a, b);
