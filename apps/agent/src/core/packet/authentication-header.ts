import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { addressText } from "@baton/shared/net/ip-address.ts";
import { concatBytes, equalBytes, viewOf } from "../bytes/bytes.ts";
import { VRRP_PROTOCOL } from "./vrrp-common.ts";

/**
 * RFC 2402 section 2 with HMAC-MD5-96 (RFC 2403), between the IPv4 header and a version 2 advert (RFC 2338 section
 * 5.3.6.3), as keepalived has it:
 *
 *   0 next header 112   1 length in words, less 2   2 zero
 *   4 SPI: the sender's address                     8 sequence number
 *  12 digest, the first 12 bytes of 16
 */
export const AH_PROTOCOL = 51;
export const AH_BYTES = 24;
const DIGEST_AT = 12;
const DIGEST_BYTES = 12;
const LENGTH_IN_WORDS = AH_BYTES / 4 - 2;
export const MAX_SEQUENCE = 0xffff_ffff;

/** HMAC-MD5, 16 bytes. */
export type Hmac = (key: Uint8Array, bytes: Uint8Array) => Uint8Array;

const headerBytes = (packet: Uint8Array): number => ((packet[0] ?? 0) & 15) * 4;

/**
 * Of the whole packet, with zero for what may change on the way: TOS, fragment fields and header checksum, of unicast
 * the TTL too, and for the digest itself.
 */
const digestOf = (packet: Uint8Array, key: Uint8Array, isUnicast: boolean, hmac: Hmac): Uint8Array => {
  const bytes = Uint8Array.from(packet);
  bytes[1] = 0;
  bytes.fill(0, 6, 8);
  if (isUnicast) bytes[8] = 0;
  bytes.fill(0, 10, 12);
  const from = headerBytes(packet) + DIGEST_AT;
  bytes.fill(0, from, from + DIGEST_BYTES);
  return hmac(key, bytes).subarray(0, DIGEST_BYTES);
};

/** The payload of an IP packet of protocol 51, without its digest. */
export const withAuthenticationHeader = (source: Uint8Array, sequence: number, advert: Uint8Array): Uint8Array => {
  const header = new Uint8Array(AH_BYTES);
  const view = viewOf(header);
  view.setUint8(0, VRRP_PROTOCOL);
  view.setUint8(1, LENGTH_IN_WORDS);
  header.set(source, 4);
  view.setUint32(8, sequence);
  return concatBytes([header, advert]);
};

/** Fills in the digest of a whole packet, whose identification has to be what the kernel will send. */
export const sign = (packet: Uint8Array, key: Uint8Array, isUnicast: boolean, hmac: Hmac): void =>
  packet.set(digestOf(packet, key, isUnicast, hmac), headerBytes(packet) + DIGEST_AT);

export interface Authenticated {
  readonly sequence: number;
  /** What the header stands in front of. */
  readonly payload: Uint8Array;
}

/** The advert behind the header, with nothing proved; null when there is none. */
export const behindAuthenticationHeader = (payload: Uint8Array): Uint8Array | null =>
  payload.length > AH_BYTES && payload[0] === VRRP_PROTOCOL ? payload.subarray(AH_BYTES) : null;

/** A sentence when the packet was not made by whoever has the key, or was changed on the way. */
export const verify = (
  packet: Uint8Array,
  key: Uint8Array,
  isUnicast: boolean,
  hmac: Hmac,
): Result<Authenticated, string> => {
  const total = viewOf(packet).getUint16(2);
  const at = headerBytes(packet);
  const whole = packet.subarray(0, total);
  const payload = behindAuthenticationHeader(whole.subarray(at));
  if (!payload) return err("no advert behind the authentication header");
  const header = whole.subarray(at, at + AH_BYTES);
  if (!equalBytes(digestOf(whole, key, isUnicast, hmac), header.subarray(DIGEST_AT)))
    return err("wrong digest: another password, or changed on the way");
  if (!equalBytes(header.subarray(4, 8), whole.subarray(12, 16)))
    return err(`SPI ${addressText(header.subarray(4, 8))}, expected the sender's address`);
  return ok({ sequence: viewOf(header).getUint32(8), payload });
};
