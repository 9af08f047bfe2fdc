import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { addressText } from "@baton/shared/net/ip-address.ts";
import { viewOf } from "../bytes/bytes.ts";
import { type DecodeError, decodeError } from "./decode-error.ts";
import type { IpPacket } from "./ip-packet.ts";

/**
 * RFC 8200 section 3
 *
 *   0 version, traffic class, flow label   4 payload length   6 next header   7 hop limit
 *   8 source                              24 destination
 */
export const IPV6_HEADER_BYTES = 40;

export interface Ipv6Fields {
  readonly trafficClass: number;
  readonly hopLimit: number;
  readonly nextHeader: number;
  /** Sixteen bytes each. */
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
}

/** Extension headers are not walked: an advert comes without. */
export const decodeIpv6 = (bytes: Uint8Array): Result<IpPacket, DecodeError> => {
  if (bytes.length < IPV6_HEADER_BYTES)
    return err(decodeError("truncated", `${bytes.length} bytes, an IPv6 header has ${IPV6_HEADER_BYTES}`));
  const view = viewOf(bytes);
  if (view.getUint8(0) >> 4 !== 6) return err(decodeError("not-ipv6", `IP version ${view.getUint8(0) >> 4}`));
  const end = IPV6_HEADER_BYTES + view.getUint16(4);
  if (end > bytes.length)
    return err(decodeError("truncated", `payload length ${view.getUint16(4)}, ${bytes.length} bytes received`));
  return ok({
    ttl: view.getUint8(7),
    protocol: view.getUint8(6),
    source: addressText(bytes.subarray(8, 24)),
    destination: addressText(bytes.subarray(24, 40)),
    payload: bytes.subarray(IPV6_HEADER_BYTES, end),
  });
};

export const encodeIpv6 = (fields: Ipv6Fields, payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(IPV6_HEADER_BYTES + payload.length);
  const view = viewOf(bytes);
  view.setUint32(0, (0x60000000 | (fields.trafficClass << 20)) >>> 0);
  view.setUint16(4, payload.length);
  view.setUint8(6, fields.nextHeader);
  view.setUint8(7, fields.hopLimit);
  bytes.set(fields.source, 8);
  bytes.set(fields.destination, 24);
  bytes.set(payload, IPV6_HEADER_BYTES);
  return bytes;
};
