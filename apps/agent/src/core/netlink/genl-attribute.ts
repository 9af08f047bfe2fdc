import { err, ok, type Result } from "@baton/shared/base/result.ts";
import type { GenlDecodeError } from "./genl-error.ts";

/**
 * Netlink attributes (include/uapi/linux/netlink.h, struct nlattr):
 *
 *   0       2       4
 *   | len   | type  | payload ... | padding to 4 |
 *
 * Lengths and numbers are in host byte order, unless a family says that a value is in network order.
 */
export const HOST_LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

const HEADER = 4;
/** NLA_F_NESTED and NLA_F_NET_BYTEORDER are flags, not part of the type. */
const TYPE_MASK = 0x3fff;
const NESTED = 0x8000;
const MAX_ATTRIBUTES = 256;

export const align4 = (length: number): number => (length + 3) & ~3;

export const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const concatBytes = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** One attribute, padded to four bytes. */
export const attribute = (type: number, payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(align4(HEADER + payload.length));
  const view = viewOf(bytes);
  view.setUint16(0, HEADER + payload.length, HOST_LITTLE_ENDIAN);
  view.setUint16(2, type, HOST_LITTLE_ENDIAN);
  bytes.set(payload, HEADER);
  return bytes;
};

export const nestedAttribute = (type: number, parts: readonly Uint8Array[]): Uint8Array =>
  attribute(type | NESTED, concatBytes(parts));

export const u8 = (value: number): Uint8Array => Uint8Array.of(value & 0xff);

export const u16 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(2);
  viewOf(bytes).setUint16(0, value, HOST_LITTLE_ENDIAN);
  return bytes;
};

/** Network order: ports. */
export const be16 = (value: number): Uint8Array => Uint8Array.of((value >> 8) & 0xff, value & 0xff);

export const u32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value, HOST_LITTLE_ENDIAN);
  return bytes;
};

/** ASCII with a closing zero, as the kernel's NLA_NUL_STRING wants it. */
export const cString = (text: string): Uint8Array =>
  Uint8Array.from([...text].map((character) => character.charCodeAt(0) & 0x7f).concat(0));

export type Attributes = ReadonlyMap<number, Uint8Array>;

/** Splits a buffer into its attributes; of a repeated type the last one stands, as in the kernel's nla_parse. */
export const decodeAttributes = (bytes: Uint8Array): Result<Attributes, GenlDecodeError> => {
  const found = new Map<number, Uint8Array>();
  const view = viewOf(bytes);
  let at = 0;
  while (bytes.length - at >= HEADER) {
    const length = view.getUint16(at, HOST_LITTLE_ENDIAN);
    if (length < HEADER || length > bytes.length - at) return err({ code: "bad-length", where: "attribute" });
    found.set(view.getUint16(at + 2, HOST_LITTLE_ENDIAN) & TYPE_MASK, bytes.subarray(at + HEADER, at + length));
    if (found.size > MAX_ATTRIBUTES) return err({ code: "too-many", where: "attribute" });
    at += align4(length);
  }
  return ok(found);
};
