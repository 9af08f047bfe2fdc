import { fromSeconds, toSeconds } from "@baton/shared/base/duration.ts";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";
import { viewOf } from "../bytes/bytes.ts";
import { internetChecksum } from "../bytes/internet-checksum.ts";
import { type AdvertV2, AUTH_BYTES } from "../vrrp/advert.ts";
import { type DecodeError, decodeError } from "./decode-error.ts";
import { ADVERTISEMENT, readAddresses, VRRP_HEADER_BYTES } from "./vrrp-common.ts";

/**
 * RFC 3768 section 5.1
 *
 *   0 version 2, type   1 VRID           2 priority   3 address count
 *   4 auth type         5 interval (s)   6 checksum
 *   8 addresses, 4 bytes each
 *   . 8 authentication bytes, zero when unused
 */
export const encodeV2 = (advert: AdvertV2): Uint8Array => {
  const bytes = new Uint8Array(VRRP_HEADER_BYTES + 4 * advert.addresses.length + AUTH_BYTES);
  const view = viewOf(bytes);
  view.setUint8(0, (2 << 4) | ADVERTISEMENT);
  view.setUint8(1, advert.virtualRouterId);
  view.setUint8(2, advert.priority);
  view.setUint8(3, advert.addresses.length);
  view.setUint8(4, advert.authType);
  view.setUint8(5, toSeconds(advert.interval));
  advert.addresses.forEach((address, i) => {
    bytes.set(addressBytes(address) ?? new Uint8Array(4), VRRP_HEADER_BYTES + 4 * i);
  });
  bytes.set(advert.authData, bytes.length - AUTH_BYTES);
  view.setUint16(6, internetChecksum(bytes));
  return bytes;
};

/** `bytes` is the IP payload, whose first byte says version 2. */
export const decodeV2 = (bytes: Uint8Array): Result<AdvertV2, DecodeError> => {
  if (bytes.length < VRRP_HEADER_BYTES)
    return err(decodeError("truncated", `${bytes.length} bytes, a VRRP header has ${VRRP_HEADER_BYTES}`));
  const view = viewOf(bytes);
  const count = view.getUint8(3);
  const expected = VRRP_HEADER_BYTES + 4 * count + AUTH_BYTES;
  if (bytes.length !== expected)
    return err(decodeError("length", `${bytes.length} bytes, expected ${expected} for ${count} addresses`));
  const type = view.getUint8(0) & 15;
  if (type !== ADVERTISEMENT) return err(decodeError("type", `type ${type}`));
  if (internetChecksum(bytes) !== 0) return err(decodeError("checksum", "wrong checksum"));
  const virtualRouterId = view.getUint8(1);
  if (virtualRouterId === 0) return err(decodeError("virtual-router-id", "virtual router id 0"));
  return ok({
    version: 2,
    virtualRouterId,
    priority: view.getUint8(2),
    interval: fromSeconds(view.getUint8(5)),
    addresses: readAddresses(bytes, count, 4),
    authType: view.getUint8(4),
    authData: bytes.slice(bytes.length - AUTH_BYTES),
  });
};
