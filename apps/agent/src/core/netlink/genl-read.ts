import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { type Attributes, HOST_LITTLE_ENDIAN, viewOf } from "./genl-attribute.ts";
import type { GenlDecodeError } from "./genl-error.ts";

/** Reads attributes of a wanted kind and keeps the first thing that was wrong, so that a decoder stays flat. */
export interface AttributeReader {
  number(type: number, where: string, bytes: 1 | 2 | 4 | 8): number;
  /** The value, or the fallback where an older kernel does not send it. */
  numberOr(type: number, where: string, bytes: 1 | 2 | 4 | 8, fallback: number): number;
  bigEndian16(type: number, where: string): number;
  text(type: number, where: string): string;
  bytes(type: number, where: string, atLeast: number): Uint8Array;
  has(type: number): boolean;
  fail(code: GenlDecodeError["code"], where: string): void;
  /** The value made from what was read, unless something was wrong. */
  finish<T>(value: T): Result<T, GenlDecodeError>;
}

const readNumber = (payload: Uint8Array, bytes: 1 | 2 | 4 | 8): number => {
  const view = viewOf(payload);
  if (bytes === 1) return view.getUint8(0);
  if (bytes === 2) return view.getUint16(0, HOST_LITTLE_ENDIAN);
  if (bytes === 4) return view.getUint32(0, HOST_LITTLE_ENDIAN);
  return Number(view.getBigUint64(0, HOST_LITTLE_ENDIAN));
};

const readText = (payload: Uint8Array): string => {
  const end = payload.indexOf(0);
  return String.fromCharCode(...payload.subarray(0, end < 0 ? payload.length : end).map((byte) => byte & 0x7f));
};

export const readAttributes = (attributes: Attributes): AttributeReader => {
  let wrong: GenlDecodeError | null = null;
  const fail = (code: GenlDecodeError["code"], where: string): void => {
    wrong ??= { code, where };
  };
  const payloadOf = (type: number, where: string, atLeast: number): Uint8Array | null => {
    const payload = attributes.get(type);
    if (!payload) fail("missing", where);
    else if (payload.length < atLeast) fail("short", where);
    else return payload;
    return null;
  };
  const number = (type: number, where: string, bytes: 1 | 2 | 4 | 8): number => {
    const payload = payloadOf(type, where, bytes);
    return payload ? readNumber(payload, bytes) : 0;
  };
  return {
    number,
    numberOr: (type, where, bytes, fallback) => (attributes.has(type) ? number(type, where, bytes) : fallback),
    bigEndian16: (type, where) => {
      const payload = payloadOf(type, where, 2);
      return payload ? viewOf(payload).getUint16(0) : 0;
    },
    text: (type, where) => {
      const payload = payloadOf(type, where, 0);
      return payload ? readText(payload.subarray(0, 256)) : "";
    },
    bytes: (type, where, atLeast) => payloadOf(type, where, atLeast) ?? new Uint8Array(atLeast),
    has: (type) => attributes.has(type),
    fail,
    finish: (value) => (wrong ? err(wrong) : ok(value)),
  };
};
