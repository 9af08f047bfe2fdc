import type { AddressFlag, AddressOptions } from "@baton/shared/config/model-kernel.ts";
import { addressBytes, addressText } from "@baton/shared/net/ip-address.ts";
import { concatBytes, utf8Bytes, viewOf } from "../bytes/bytes.ts";
import { decodeAttributes, encodeAttribute, LITTLE_ENDIAN, type RouteMessage, u32Bytes } from "./route-message.ts";

/** struct ifaddrmsg and its attributes (include/uapi/linux/if_addr.h). */
export const RTM_NEWADDR = 20;
export const RTM_DELADDR = 21;
export const RTM_GETADDR = 22;

const IFADDR_BYTES = 8;
const AF_INET = 2;
const AF_INET6 = 10;
const IFA_ADDRESS = 1;
const IFA_LOCAL = 2;
const IFA_LABEL = 3;
const IFA_BROADCAST = 4;
const IFA_CACHEINFO = 6;
const IFA_FLAGS = 8;
const IFA_F_SECONDARY = 0x01;
const IFA_F_NODAD = 0x02;
const FLAGS: Readonly<Record<AddressFlag, number>> = {
  home: 0x10,
  mngtmpaddr: 0x100,
  noprefixroute: 0x200,
  autojoin: 0x400,
};

export interface HeldAddress {
  readonly interfaceIndex: number;
  /** Canonical text. */
  readonly address: string;
  readonly prefixLength: number;
  readonly secondary: boolean;
  /** 0: global, 253: link, 254: host. */
  readonly scope: number;
}

export interface AddressSpec extends AddressOptions {
  readonly address: string;
  readonly prefixLength: number;
  readonly label: string | null;
}

export const addressRequestBody = (): Uint8Array => new Uint8Array(IFADDR_BYTES);

const FOR_EVER = 0xffffffff;

/** struct ifa_cacheinfo: preferred and valid lifetime in seconds, and two times that the kernel keeps. */
const lifetimes = (preferred: number): Uint8Array => {
  const bytes = new Uint8Array(16);
  viewOf(bytes).setUint32(0, preferred, LITTLE_ENDIAN);
  viewOf(bytes).setUint32(4, FOR_EVER, LITTLE_ENDIAN);
  return bytes;
};

/** Preferred lifetime 0 keeps the kernel from choosing a virtual IPv6 address as a source; it is valid for ever. */
const preferredOf = (spec: AddressSpec, isIpv6: boolean): number => {
  if (spec.preferredLifetime === undefined) return isIpv6 && spec.prefixLength === 128 ? 0 : FOR_EVER;
  return spec.preferredLifetime === "forever" ? FOR_EVER : spec.preferredLifetime;
};

const bytesOf = (text: string): Uint8Array => {
  const bytes = addressBytes(text);
  if (!bytes) throw new RangeError(`"${text}" is not an IP address`);
  return bytes;
};

/** The body of RTM_NEWADDR and RTM_DELADDR. Throws a RangeError when an address is none. */
export const encodeAddressBody = (spec: AddressSpec, interfaceIndex: number): Uint8Array => {
  const bytes = bytesOf(spec.address);
  const isIpv6 = bytes.length === 16;
  const flags = (spec.flags ?? []).reduce((sum, flag) => sum | FLAGS[flag], isIpv6 ? IFA_F_NODAD : 0);
  const preferred = preferredOf(spec, isIpv6);
  const head = new Uint8Array(IFADDR_BYTES);
  const view = viewOf(head);
  view.setUint8(0, isIpv6 ? AF_INET6 : AF_INET);
  view.setUint8(1, spec.prefixLength);
  view.setUint8(2, flags & 0xff);
  view.setUint8(3, spec.scope ?? 0);
  view.setUint32(4, interfaceIndex, LITTLE_ENDIAN);
  const parts = [head, encodeAttribute(IFA_LOCAL, bytes)];
  parts.push(encodeAttribute(IFA_ADDRESS, spec.peer === undefined ? bytes : bytesOf(spec.peer)));
  if (spec.label !== null && !isIpv6) parts.push(encodeAttribute(IFA_LABEL, utf8Bytes(`${spec.label}\0`)));
  if (spec.broadcast !== undefined && !isIpv6) parts.push(encodeAttribute(IFA_BROADCAST, bytesOf(spec.broadcast)));
  if (preferred !== FOR_EVER) parts.push(encodeAttribute(IFA_CACHEINFO, lifetimes(preferred)));
  // The header has room for the first eight only.
  if (flags > 0xff) parts.push(encodeAttribute(IFA_FLAGS, u32Bytes(flags)));
  return concatBytes(parts);
};

/** Null: not a message about an address, or of a family other than IPv4 and IPv6. */
export const decodeAddress = ({ body }: RouteMessage): HeldAddress | null => {
  if (body.length < IFADDR_BYTES) return null;
  const view = viewOf(body);
  const attributes = decodeAttributes(body.subarray(IFADDR_BYTES));
  // On point-to-point links IFA_ADDRESS is the far end.
  const bytes = attributes?.get(IFA_LOCAL) ?? attributes?.get(IFA_ADDRESS);
  const size = view.getUint8(0) === AF_INET ? 4 : view.getUint8(0) === AF_INET6 ? 16 : 0;
  if (!bytes || bytes.length !== size) return null;
  return {
    interfaceIndex: view.getUint32(4, LITTLE_ENDIAN),
    address: addressText(bytes),
    prefixLength: view.getUint8(1),
    secondary: (view.getUint8(2) & IFA_F_SECONDARY) !== 0,
    scope: view.getUint8(3),
  };
};
