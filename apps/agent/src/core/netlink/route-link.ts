import { concatBytes, equalBytes, viewOf } from "../bytes/bytes.ts";
import {
  attributeText,
  decodeAttributes,
  encodeAttribute,
  LITTLE_ENDIAN,
  type RouteMessage,
  u32Bytes,
} from "./route-message.ts";

/** struct ifinfomsg and its attributes (include/uapi/linux/rtnetlink.h, if_link.h). */
export const RTM_NEWLINK = 16;
export const RTM_DELLINK = 17;
export const RTM_GETLINK = 18;

const IFINFO_BYTES = 16;
const IFLA_ADDRESS = 1;
const IFLA_IFNAME = 3;
const IFLA_MTU = 4;
const IFLA_LINK = 5;
const IFLA_MASTER = 10;
const IFLA_LINKINFO = 18;
const IFLA_INFO_KIND = 1;
const IFLA_AF_SPEC = 26;
const IFLA_EXT_MASK = 29;
const RTEXT_FILTER_SKIP_STATS = 1 << 3;
const AF_INET6 = 10;
const IFLA_INET6_CONF = 2;
const IFF_UP = 0x1;
const IFF_RUNNING = 0x40;

export interface Link {
  readonly index: number;
  readonly name: string;
  /** Switched on by the administrator. */
  readonly up: boolean;
  /** Has carrier: the kernel's operational state. */
  readonly running: boolean;
  /** In bytes; absent where the kernel does not say. */
  readonly mtu?: number | null;
  /** Six bytes on Ethernet. */
  readonly mac: Uint8Array;
  /** The host routes IPv6 that comes in here (net.ipv6.conf.IF.forwarding). */
  readonly forwardsIpv6: boolean;
  /** "macvlan" and the like; null for what is no virtual interface. */
  readonly kind?: string | null;
  /** Of a macvlan or ipvlan: the index of the interface below it. */
  readonly parentIndex?: number | null;
  /** The bridge, bond or VRF that the interface belongs to. */
  readonly masterIndex?: number | null;
}

/** IFLA_AF_SPEC holds, for each family, its settings; the first of IPv6's is `forwarding` (linux/ipv6.h). */
const forwardsIpv6 = (families: Uint8Array | undefined): boolean => {
  const inet6 = families && decodeAttributes(families)?.get(AF_INET6);
  const settings = inet6 && decodeAttributes(inet6)?.get(IFLA_INET6_CONF);
  return settings !== undefined && settings.length >= 4 && viewOf(settings).getInt32(0, LITTLE_ENDIAN) !== 0;
};

const kindOf = (info: Uint8Array | undefined): string | null => {
  const kind = info && decodeAttributes(info)?.get(IFLA_INFO_KIND);
  return kind ? attributeText(kind) : null;
};

const u32In = (bytes: Uint8Array | undefined): number | null =>
  bytes && bytes.length >= 4 ? viewOf(bytes).getUint32(0, LITTLE_ENDIAN) : null;

/** Without the counters of IPv6, of which there are many; those of the interface come all the same. */
export const linkRequestBody = (): Uint8Array =>
  concatBytes([new Uint8Array(IFINFO_BYTES), encodeAttribute(IFLA_EXT_MASK, u32Bytes(RTEXT_FILTER_SKIP_STATS))]);

/** Null: not a message about an interface. */
export const decodeLink = ({ body }: RouteMessage): Link | null => {
  if (body.length < IFINFO_BYTES) return null;
  const view = viewOf(body);
  const attributes = decodeAttributes(body.subarray(IFINFO_BYTES));
  const name = attributes?.get(IFLA_IFNAME);
  if (!name) return null;
  const flags = view.getUint32(8, LITTLE_ENDIAN);
  return {
    index: view.getInt32(4, LITTLE_ENDIAN),
    name: attributeText(name),
    up: (flags & IFF_UP) !== 0,
    running: (flags & IFF_RUNNING) !== 0,
    mtu: u32In(attributes?.get(IFLA_MTU)),
    mac: Uint8Array.from(attributes?.get(IFLA_ADDRESS) ?? []),
    forwardsIpv6: forwardsIpv6(attributes?.get(IFLA_AF_SPEC)),
    kind: kindOf(attributes?.get(IFLA_LINKINFO)),
    parentIndex: u32In(attributes?.get(IFLA_LINK)),
    masterIndex: u32In(attributes?.get(IFLA_MASTER)),
  };
};

export const sameLink = (a: Link, b: Link): boolean =>
  equalBytes(a.mac, b.mac) &&
  (Object.keys(a) as (keyof Link)[]).every((field) => field === "mac" || a[field] === b[field]);
