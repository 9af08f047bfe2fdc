import type { RealServer, VirtualServer } from "@baton/shared/config/model.ts";

/** What a notify pipe is told of servers and quorums, in keepalived's words. Pure. */

type Service = Pick<VirtualServer, "address" | "port" | "protocol" | "mark" | "group">;

/** A mark has no protocol in keepalived's lines, and a group port 0. */
const protocolOf = ({ mark, protocol }: Service): string => (mark === undefined ? protocol.toLowerCase() : "none");

const serviceOf = (service: Service): string => {
  if (service.group) return `[${service.group.name}]:0`;
  if (service.mark !== undefined) return `FWM ${service.mark}`;
  return `[${service.address}]:${protocolOf(service)}:${service.port}`;
};

const word = (up: boolean): string => (up ? "UP" : "DOWN");

/** RS [192.168.1.5]:tcp:3306 [192.168.1.100]:tcp:3306 UP. DR and TUN can't change the port: it is the service's. */
export const serverLine = (
  service: Service,
  { address, port, forwarding }: Pick<RealServer, "address" | "port" | "forwarding">,
  up: boolean,
): string => {
  const own = forwarding === "NAT" || service.group ? port : service.port;
  return `RS [${address}]:${protocolOf(service)}:${own} ${serviceOf(service)} ${word(up)}`;
};

/** VS [192.168.1.100]:tcp:3306 UP: it has its quorum. */
export const quorumLine = (service: Service, has: boolean): string => `VS ${serviceOf(service)} ${word(has)}`;
