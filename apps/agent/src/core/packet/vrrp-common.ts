import { addressText } from "@baton/shared/net/ip-address.ts";
import { viewOf } from "../bytes/bytes.ts";

export const VRRP_PROTOCOL = 112;
export const VRRP_TTL = 255;
/** Internetwork control: the precedence keepalived gives its adverts. */
export const VRRP_TOS = 0xc0;

export const ADVERTISEMENT = 1;
export const VRRP_HEADER_BYTES = 8;

/** Where a packet travels between: part of the version 3 checksum. */
export interface Path {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
}

export const readAddresses = (bytes: Uint8Array, count: number, size: 4 | 16): string[] =>
  Array.from({ length: count }, (_, i) => {
    const at = VRRP_HEADER_BYTES + i * size;
    return addressText(bytes.subarray(at, at + size));
  });

/** RFC 5798 section 5.2.8: the pseudo header of RFC 2460 section 8.1, and its IPv4 counterpart. */
export const pseudoHeader = ({ source, destination }: Path, length: number, protocol = VRRP_PROTOCOL): Uint8Array => {
  const size = source.length;
  const bytes = new Uint8Array(2 * size + (size === 4 ? 4 : 8));
  const view = viewOf(bytes);
  bytes.set(source, 0);
  bytes.set(destination, size);
  if (size === 4) {
    view.setUint8(9, protocol);
    view.setUint16(10, length);
  } else {
    view.setUint32(32, length);
    view.setUint8(39, protocol);
  }
  return bytes;
};
