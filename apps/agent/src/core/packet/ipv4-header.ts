import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { addressText } from "@baton/shared/net/ip-address.ts";
import { viewOf } from "../bytes/bytes.ts";
import { type DecodeError, decodeError } from "./decode-error.ts";
import type { IpPacket } from "./ip-packet.ts";

/**
 * RFC 791 section 3.1
 *
 *   0 version, words   1 TOS         2 total length
 *   4 identification                 6 flags, fragment offset
 *   8 TTL              9 protocol   10 header checksum
 *  12 source          16 destination
 */
export interface Ipv4Fields {
  readonly tos: number;
  readonly identification: number;
  readonly ttl: number;
  readonly protocol: number;
  /** Four bytes each. */
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
}

const HEADER_BYTES = 20;

/** As a raw socket delivers it; the kernel has verified the header checksum. */
export const decodeIpv4 = (bytes: Uint8Array): Result<IpPacket, DecodeError> => {
  if (bytes.length < HEADER_BYTES) return err(decodeError("truncated", `${bytes.length} bytes, an IPv4 header has 20`));
  const view = viewOf(bytes);
  if (view.getUint8(0) >> 4 !== 4) return err(decodeError("not-ipv4", `IP version ${view.getUint8(0) >> 4}`));
  const headerLength = (view.getUint8(0) & 15) * 4;
  const totalLength = view.getUint16(2);
  if (headerLength < HEADER_BYTES || totalLength < headerLength)
    return err(decodeError("truncated", `header length ${headerLength}, total length ${totalLength}`));
  if (totalLength > bytes.length)
    return err(decodeError("truncated", `total length ${totalLength}, ${bytes.length} bytes received`));
  return ok({
    ttl: view.getUint8(8),
    protocol: view.getUint8(9),
    source: addressText(bytes.subarray(12, 16)),
    destination: addressText(bytes.subarray(16, 20)),
    payload: bytes.subarray(headerLength, totalLength),
  });
};

/** Header and payload for a socket with IP_HDRINCL; the kernel fills the header checksum in. */
export const encodeIpv4 = (fields: Ipv4Fields, payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(HEADER_BYTES + payload.length);
  const view = viewOf(bytes);
  view.setUint8(0, 0x45);
  view.setUint8(1, fields.tos);
  view.setUint16(2, bytes.length);
  view.setUint16(4, fields.identification & 0xffff);
  view.setUint8(8, fields.ttl);
  view.setUint8(9, fields.protocol);
  bytes.set(fields.source, 12);
  bytes.set(fields.destination, 16);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
};
