import type { NextHop } from "@baton/shared/config/model-kernel.ts";
import type { VirtualRoute } from "@baton/shared/config/model-track.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";
import { concatBytes, viewOf } from "../bytes/bytes.ts";
import { encodeAttribute, LITTLE_ENDIAN, u32Bytes } from "./route-message.ts";

/** struct rtmsg and its attributes (include/uapi/linux/rtnetlink.h). */
export const RTM_NEWROUTE = 24;
export const RTM_DELROUTE = 25;

const RTMSG_BYTES = 12;
const AF_INET = 2;
const AF_INET6 = 10;
const RTA_DST = 1;
const RTA_OIF = 4;
const RTA_GATEWAY = 5;
const RTA_PRIORITY = 6;
const RTA_PREFSRC = 7;
const RTA_METRICS = 8;
const RTA_MULTIPATH = 9;
const RTA_TABLE = 15;
/** The number that keepalived's routes carry too: `ip route` shows who made them. */
const RTPROT_KEEPALIVED = 18;
const SCOPE_UNIVERSE = 0;
const SCOPE_LINK = 253;
const TABLE_UNSPEC = 0;
const RTNH_F_ONLINK = 4;
const RTNH_BYTES = 8;
const RTN: Readonly<Record<VirtualRoute["type"], number>> = { unicast: 1, blackhole: 6, unreachable: 7, prohibit: 8 };

const bytesOf = (text: string): Uint8Array => {
  const bytes = addressBytes(text);
  if (!bytes) throw new RangeError(`"${text}" is not an IP address`);
  return bytes;
};

/** How far the destination is: a route without a gateway leads to the link itself. IPv6 knows no scopes. */
const scopeOf = ({ destination, scope, via, nextHops, type }: VirtualRoute): number => {
  if (destination.address.includes(":")) return SCOPE_UNIVERSE;
  if (scope !== undefined) return scope;
  return via !== null || nextHops !== undefined || type !== "unicast" ? SCOPE_UNIVERSE : SCOPE_LINK;
};

/** struct rtnexthop: length, flags, weight less one, interface; then its own attributes. */
const encodeHop = ({ via, weight, onlink }: NextHop, interfaceIndex: number): Uint8Array => {
  const gateway = via === null ? new Uint8Array() : encodeAttribute(RTA_GATEWAY, bytesOf(via));
  const head = new Uint8Array(RTNH_BYTES);
  const view = viewOf(head);
  view.setUint16(0, RTNH_BYTES + gateway.length, LITTLE_ENDIAN);
  view.setUint8(2, onlink ? RTNH_F_ONLINK : 0);
  view.setUint8(3, weight - 1);
  view.setInt32(4, interfaceIndex, LITTLE_ENDIAN);
  return concatBytes([head, gateway]);
};

/**
 * The body of RTM_NEWROUTE and RTM_DELROUTE. `indexOf` gives an interface's index, 0 when there is no such interface.
 * Throws a RangeError when an address is none.
 */
export const encodeRouteBody = (route: VirtualRoute, indexOf: (name: string) => number): Uint8Array => {
  const destination = bytesOf(route.destination.address);
  const head = new Uint8Array(RTMSG_BYTES);
  head[0] = destination.length === 16 ? AF_INET6 : AF_INET;
  head[1] = route.destination.prefixLength;
  head[3] = route.tos ?? 0;
  head[4] = TABLE_UNSPEC;
  head[5] = route.protocol ?? RTPROT_KEEPALIVED;
  head[6] = scopeOf(route);
  head[7] = RTN[route.type];
  viewOf(head).setUint32(8, route.onlink === true && !route.nextHops ? RTNH_F_ONLINK : 0, LITTLE_ENDIAN);
  const { via, source, metric, metrics, nextHops } = route;
  const parts = [head, encodeAttribute(RTA_TABLE, u32Bytes(route.table))];
  const add = (type: number, value: Uint8Array): void => void parts.push(encodeAttribute(type, value));
  const indexOrNone = (name: string | null): number => (name === null ? 0 : indexOf(name));
  if (route.destination.prefixLength > 0) add(RTA_DST, destination);
  if (via !== null) add(RTA_GATEWAY, bytesOf(via));
  if (route.interface !== null) add(RTA_OIF, u32Bytes(indexOf(route.interface)));
  if (source !== null) add(RTA_PREFSRC, bytesOf(source));
  if (metric !== null) add(RTA_PRIORITY, u32Bytes(metric));
  if (metrics)
    add(RTA_METRICS, concatBytes(metrics.map(([number, value]) => encodeAttribute(number, u32Bytes(value)))));
  if (nextHops) add(RTA_MULTIPATH, concatBytes(nextHops.map((hop) => encodeHop(hop, indexOrNone(hop.interface)))));
  return concatBytes(parts);
};
