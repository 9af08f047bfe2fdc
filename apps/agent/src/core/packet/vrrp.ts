import { err, type Result } from "@baton/shared/base/result.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";
import type { Advert } from "../vrrp/advert.ts";
import { type DecodeError, decodeError } from "./decode-error.ts";
import type { IpPacket } from "./ip-packet.ts";
import { type Path, VRRP_PROTOCOL, VRRP_TTL } from "./vrrp-common.ts";
import { decodeV2, encodeV2 } from "./vrrp-v2.ts";
import { decodeV3, encodeV3 } from "./vrrp-v3.ts";

/** `checksumAsV2`: see encodeV3. */
export const encodeAdvert = (advert: Advert, path: Path, checksumAsV2 = false): Uint8Array =>
  advert.version === 2 ? encodeV2(advert) : encodeV3(advert, path, checksumAsV2);

/** The VRID behind an IP header of this length; null when the packet is too short to have one. */
export const peekVirtualRouterId = (packet: Uint8Array, headerBytes: number): number | null =>
  packet[headerBytes + 1] ?? null;

/**
 * An advert out of its packet. TTL 255 proves that no router forwarded it (RFC 3768 section 5.2.3); unicast adverts may
 * be forwarded, so keepalived asks it of multicast ones only (`anyTtl`).
 */
export const decodeAdvert = (packet: IpPacket, anyTtl = false): Result<Advert, DecodeError> => {
  const { payload } = packet;
  if (packet.protocol !== VRRP_PROTOCOL) return err(decodeError("not-vrrp", `IP protocol ${packet.protocol}`));
  if (!anyTtl && packet.ttl !== VRRP_TTL) return err(decodeError("ttl", `TTL ${packet.ttl}, expected ${VRRP_TTL}`));
  const first = payload[0];
  if (first === undefined) return err(decodeError("truncated", "no VRRP header"));
  const version = first >> 4;
  if (version === 2 && !packet.source.includes(":")) return decodeV2(payload);
  if (version !== 3) return err(decodeError("version", `VRRP version ${version}`));
  const source = addressBytes(packet.source);
  const destination = addressBytes(packet.destination);
  if (!source || !destination) return err(decodeError("truncated", "no IP addresses"));
  return decodeV3(payload, { source, destination });
};
