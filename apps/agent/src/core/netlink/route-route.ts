import type { VirtualRoute } from "@baton/shared/config/model-track.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";
import { concatBytes, viewOf } from "../bytes/bytes.ts";
import { encodeAttribute, LITTLE_ENDIAN } from "./route-message.ts";

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
const RTA_TABLE = 15;
/** The number that keepalived's routes carry too: `ip route` shows who made them. */
const RTPROT_KEEPALIVED = 18;
const SCOPE_UNIVERSE = 0;
const SCOPE_LINK = 253;
const TABLE_UNSPEC = 0;
const RTN: Readonly<Record<VirtualRoute["type"], number>> = { unicast: 1, blackhole: 6, unreachable: 7, prohibit: 8 };

const u32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value, LITTLE_ENDIAN);
  return bytes;
};

const bytesOf = (text: string): Uint8Array => {
  const bytes = addressBytes(text);
  if (!bytes) throw new RangeError(`"${text}" is not an IP address`);
  return bytes;
};

/** The body of RTM_NEWROUTE and RTM_DELROUTE. Throws a RangeError when an address is none. */
export const encodeRouteBody = (route: VirtualRoute, interfaceIndex: number | null): Uint8Array => {
  const destination = bytesOf(route.destination.address);
  const isIpv6 = destination.length === 16;
  const head = new Uint8Array(RTMSG_BYTES);
  head[0] = isIpv6 ? AF_INET6 : AF_INET;
  head[1] = route.destination.prefixLength;
  head[4] = TABLE_UNSPEC;
  head[5] = RTPROT_KEEPALIVED;
  head[6] = isIpv6 || route.via !== null || route.type !== "unicast" ? SCOPE_UNIVERSE : SCOPE_LINK;
  head[7] = RTN[route.type];
  const parts = [head, encodeAttribute(RTA_TABLE, u32(route.table))];
  if (route.destination.prefixLength > 0) parts.push(encodeAttribute(RTA_DST, destination));
  if (route.via !== null) parts.push(encodeAttribute(RTA_GATEWAY, bytesOf(route.via)));
  if (interfaceIndex !== null) parts.push(encodeAttribute(RTA_OIF, u32(interfaceIndex)));
  if (route.source !== null) parts.push(encodeAttribute(RTA_PREFSRC, bytesOf(route.source)));
  if (route.metric !== null) parts.push(encodeAttribute(RTA_PRIORITY, u32(route.metric)));
  return concatBytes(parts);
};
