import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { viewOf } from "../bytes/bytes.ts";

/**
 * rtnetlink messages (include/uapi/linux/netlink.h), host byte order:
 *
 *   0        4      6       8          12     16
 *   | length | type | flags | sequence | port | family header | attributes ... |
 */
export const NLM_F_REQUEST = 0x1;
export const NLM_F_ACK = 0x4;
export const NLM_F_DUMP_INTR = 0x10;
export const NLM_F_DUMP = 0x300;
export const NLM_F_CREATE = 0x400;
export const NLM_F_EXCL = 0x200;

export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;

export const HEADER_BYTES = 16;

export const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

export const align4 = (length: number): number => (length + 3) & ~3;

export interface RouteMessage {
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  /** Everything after the message header. */
  readonly body: Uint8Array;
}

export const encodeMessage = ({ type, flags, sequence, body }: RouteMessage): Uint8Array => {
  const bytes = new Uint8Array(align4(HEADER_BYTES + body.length));
  const view = viewOf(bytes);
  view.setUint32(0, HEADER_BYTES + body.length, LITTLE_ENDIAN);
  view.setUint16(4, type, LITTLE_ENDIAN);
  view.setUint16(6, flags, LITTLE_ENDIAN);
  view.setUint32(8, sequence, LITTLE_ENDIAN);
  bytes.set(body, HEADER_BYTES);
  return bytes;
};

/** All messages of one datagram. */
export const decodeMessages = (bytes: Uint8Array): Result<RouteMessage[], "malformed"> => {
  const messages: RouteMessage[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes.length - at < HEADER_BYTES) return err("malformed");
    const view = viewOf(bytes.subarray(at));
    const length = view.getUint32(0, LITTLE_ENDIAN);
    if (length < HEADER_BYTES || at + length > bytes.length) return err("malformed");
    messages.push({
      type: view.getUint16(4, LITTLE_ENDIAN),
      flags: view.getUint16(6, LITTLE_ENDIAN),
      sequence: view.getUint32(8, LITTLE_ENDIAN),
      body: bytes.subarray(at + HEADER_BYTES, at + length),
    });
    at += align4(length);
  }
  return ok(messages);
};

/** The positive errno of an NLMSG_ERROR or of the end of a dump; 0 is success. */
export const errnoOf = (message: RouteMessage): number =>
  message.body.length < 4 ? 0 : Math.abs(viewOf(message.body).getInt32(0, LITTLE_ENDIAN));

/** Attributes by type; of a repeated one the last. Null when the bytes are no attributes. */
export const decodeAttributes = (bytes: Uint8Array): ReadonlyMap<number, Uint8Array> | null => {
  const attributes = new Map<number, Uint8Array>();
  let at = 0;
  while (bytes.length - at >= 4) {
    const view = viewOf(bytes.subarray(at));
    const length = view.getUint16(0, LITTLE_ENDIAN);
    if (length < 4 || at + length > bytes.length) return null;
    // The upper two bits are flags (nested, byte order).
    attributes.set(view.getUint16(2, LITTLE_ENDIAN) & 0x3fff, bytes.subarray(at + 4, at + length));
    at += align4(length);
  }
  return attributes;
};

export const encodeAttribute = (type: number, value: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(align4(4 + value.length));
  const view = viewOf(bytes);
  view.setUint16(0, 4 + value.length, LITTLE_ENDIAN);
  view.setUint16(2, type, LITTLE_ENDIAN);
  bytes.set(value, 4);
  return bytes;
};

export const u32Bytes = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value, LITTLE_ENDIAN);
  return bytes;
};

/** NUL-terminated text of an attribute; bytes outside ASCII stay single characters. */
export const attributeText = (value: Uint8Array): string => {
  const end = value.indexOf(0);
  return String.fromCharCode(...value.subarray(0, end < 0 ? value.length : end));
};
