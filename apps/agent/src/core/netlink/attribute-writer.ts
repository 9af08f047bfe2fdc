import { align4, HOST_LITTLE_ENDIAN, viewOf } from "./genl-attribute.ts";

/**
 * Writes attributes one after another into one buffer: a table of ten thousand servers is a quarter of a million
 * attributes, too many for an array each.
 */
export interface AttributeWriter {
  u8(type: number, value: number): void;
  u16(type: number, value: number): void;
  /** Network order: ports. */
  be16(type: number, value: number): void;
  u32(type: number, value: number): void;
  /** Two numbers side by side, such as flags and their mask. */
  u32Pair(type: number, first: number, second: number): void;
  bytes(type: number, payload: Uint8Array): void;
  /** Zeros behind the payload, up to `length`. */
  padded(type: number, payload: Uint8Array, length: number): void;
  /** ASCII with a closing zero. */
  text(type: number, text: string): void;
}

const HEADER = 4;
const NESTED = 0x8000;
/** Far more than any service or server needs; writing beyond it throws a RangeError. */
const MOST_BYTES = 4096;
/** What is written shares memory of this size: memory of its own costs more than the writing. */
const CHUNK_BYTES = 1 << 16;

let chunk = new Uint8Array(0);
let view = viewOf(chunk);
/** Where the next attribute goes, and where it has to end. */
let at = 0;
let limit = 0;

/** Writes the header, clears the padding, and returns where the payload begins. */
const begin = (type: number, length: number): number => {
  const payload = at + HEADER;
  const end = align4(payload + length);
  if (end > limit) throw new RangeError("too many attributes");
  view.setUint16(at, HEADER + length, HOST_LITTLE_ENDIAN);
  view.setUint16(at + 2, type, HOST_LITTLE_ENDIAN);
  if (length & 3) view.setUint32(end - 4, 0);
  at = end;
  return payload;
};

const writer: AttributeWriter = {
  u8: (type, value) => view.setUint8(begin(type, 1), value),
  u16: (type, value) => view.setUint16(begin(type, 2), value, HOST_LITTLE_ENDIAN),
  be16: (type, value) => view.setUint16(begin(type, 2), value),
  u32: (type, value) => view.setUint32(begin(type, 4), value, HOST_LITTLE_ENDIAN),
  u32Pair: (type, first, second) => {
    const payload = begin(type, 8);
    view.setUint32(payload, first, HOST_LITTLE_ENDIAN);
    view.setUint32(payload + 4, second, HOST_LITTLE_ENDIAN);
  },
  bytes: (type, payload) => {
    const start = begin(type, payload.length);
    chunk.set(payload, start);
  },
  padded: (type, payload, length) => {
    const start = begin(type, length);
    chunk.set(payload, start);
    chunk.fill(0, start + payload.length, start + length);
  },
  text: (type, text) => {
    const payload = begin(type, text.length + 1);
    for (let index = 0; index < text.length; index++) chunk[payload + index] = text.charCodeAt(index) & 0x7f;
    chunk[payload + text.length] = 0;
  },
};

/** An attribute that holds attributes; `write` is called once, at once. To be kept for long it should be copied. */
export const nestedBy = (type: number, write: (to: AttributeWriter) => void): Uint8Array => {
  if (chunk.length - at < MOST_BYTES) {
    chunk = new Uint8Array(CHUNK_BYTES);
    view = viewOf(chunk);
    at = 0;
  }
  const start = at;
  limit = start + MOST_BYTES;
  at = start + HEADER;
  try {
    write(writer);
  } catch (error) {
    at = start;
    throw error;
  }
  view.setUint16(start, at - start, HOST_LITTLE_ENDIAN);
  view.setUint16(start + 2, type | NESTED, HOST_LITTLE_ENDIAN);
  return chunk.subarray(start, at);
};
