import { fromCentiseconds, toCentiseconds } from "@baton/shared/base/duration.ts";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";
import { viewOf } from "../bytes/bytes.ts";
import { internetChecksum } from "../bytes/internet-checksum.ts";
import type { AdvertV3 } from "../vrrp/advert.ts";
import { type DecodeError, decodeError } from "./decode-error.ts";
import { ADVERTISEMENT, type Path, pseudoHeader, readAddresses, VRRP_HEADER_BYTES } from "./vrrp-common.ts";

/**
 * RFC 5798 section 5.1
 *
 *   0 version 3, type            1 VRID        2 priority   3 address count
 *   4 4 bits zero, interval (12 bits, 1/100 s) 6 checksum with a pseudo header
 *   8 addresses, 4 or 16 bytes each
 *
 * `checksumAsV2` leaves the pseudo header out of the checksum over IPv4 (RFC 9568 section 5.2.8).
 */
export const encodeV3 = (advert: AdvertV3, path: Path, checksumAsV2 = false): Uint8Array => {
  const size = path.source.length;
  const bytes = new Uint8Array(VRRP_HEADER_BYTES + size * advert.addresses.length);
  const view = viewOf(bytes);
  view.setUint8(0, (3 << 4) | ADVERTISEMENT);
  view.setUint8(1, advert.virtualRouterId);
  view.setUint8(2, advert.priority);
  view.setUint8(3, advert.addresses.length);
  view.setUint16(4, toCentiseconds(advert.interval) & 0xfff);
  advert.addresses.forEach((address, i) => {
    bytes.set(addressBytes(address) ?? new Uint8Array(size), VRRP_HEADER_BYTES + size * i);
  });
  const pseudo = checksumAsV2 && size === 4 ? new Uint8Array() : pseudoHeader(path, bytes.length);
  view.setUint16(6, internetChecksum(pseudo, bytes));
  return bytes;
};

/**
 * Both checksums in use for IPv4 are taken: with the pseudo header (RFC 5798, keepalived) and without it
 * (RFC 9568, several router makers).
 */
const checksumFits = (bytes: Uint8Array, path: Path): boolean =>
  internetChecksum(pseudoHeader(path, bytes.length), bytes) === 0 ||
  (path.source.length === 4 && internetChecksum(bytes) === 0);

/** `bytes` is the IP payload, whose first byte says version 3. */
export const decodeV3 = (bytes: Uint8Array, path: Path): Result<AdvertV3, DecodeError> => {
  if (bytes.length < VRRP_HEADER_BYTES)
    return err(decodeError("truncated", `${bytes.length} bytes, a VRRP header has ${VRRP_HEADER_BYTES}`));
  const view = viewOf(bytes);
  const size = path.source.length === 16 ? 16 : 4;
  const count = view.getUint8(3);
  const expected = VRRP_HEADER_BYTES + size * count;
  if (bytes.length !== expected)
    return err(decodeError("length", `${bytes.length} bytes, expected ${expected} for ${count} addresses`));
  const type = view.getUint8(0) & 15;
  if (type !== ADVERTISEMENT) return err(decodeError("type", `type ${type}`));
  if (!checksumFits(bytes, path)) return err(decodeError("checksum", "wrong checksum"));
  const virtualRouterId = view.getUint8(1);
  if (virtualRouterId === 0) return err(decodeError("virtual-router-id", "virtual router id 0"));
  return ok({
    version: 3,
    virtualRouterId,
    priority: view.getUint8(2),
    interval: fromCentiseconds(view.getUint16(4) & 0xfff),
    addresses: readAddresses(bytes, count, size),
  });
};
