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
  /** ASCII with a closing zero. */
  text(type: number, text: string): void;
}

const HEADER = 4;
const NESTED = 0x8000;
/** Far more than any service or server needs; writing beyond it throws a RangeError. */
const SCRATCH_BYTES = 4096;

const scratch = new Uint8Array(SCRATCH_BYTES);
const view = viewOf(scratch);
let at = 0;

/** Writes the header, clears the padding, and returns where the payload begins. */
const begin = (type: number, length: number): number => {
  const payload = at + HEADER;
  const end = align4(payload + length);
  if (end > SCRATCH_BYTES) throw new RangeError("too many attributes");
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
  bytes: (type, payload) => scratch.set(payload, begin(type, payload.length)),
  text: (type, text) => {
    const payload = begin(type, text.length + 1);
    for (let index = 0; index < text.length; index++) scratch[payload + index] = text.charCodeAt(index) & 0x7f;
    scratch[payload + text.length] = 0;
  },
};

/** An attribute that holds attributes; `write` is called once, at once. */
export const nestedBy = (type: number, write: (to: AttributeWriter) => void): Uint8Array => {
  at = HEADER;
  write(writer);
  view.setUint16(0, at, HOST_LITTLE_ENDIAN);
  view.setUint16(2, type | NESTED, HOST_LITTLE_ENDIAN);
  return scratch.slice(0, at);
};
