import { endianness } from "node:os";
import koffi from "koffi";

/**
 * Memory for sendmmsg(2) and recvmmsg(2): an array of struct mmsghdr that is laid out once, so that a call hands over
 * one pointer and nothing is converted or allocated for a packet.
 */
export interface MessageArena {
  readonly count: number;
  /** The first header for a call that starts at message `i`. */
  pointer(i: number): bigint;
  /** Struct sockaddr of message `i`, `nameBytes` long. */
  name(i: number): Uint8Array;
  payload(i: number): Uint8Array;
  control(i: number): Uint8Array;
  /** How much of them the next call may use. */
  prepare(i: number, nameLength: number, payloadLength: number, controlLength: number): void;
  /** The payload received, good until the next call. */
  received(i: number): Uint8Array;
  controlReceived(i: number): number;
}

export interface ArenaSize {
  readonly count: number;
  /** 0: nobody wants to know, and the kernel is not asked. */
  readonly nameBytes: number;
  readonly payloadBytes: number;
  readonly controlBytes: number;
}

/** On a 64-bit machine: struct msghdr (56 bytes), then the message's length; 8-byte alignment. */
const HEADER_BYTES = 64;
const MSG_NAME = 0;
const MSG_NAME_LENGTH = 8;
const MSG_PARTS = 16;
const MSG_PART_COUNT = 24;
const MSG_CONTROL = 32;
const MSG_CONTROL_LENGTH = 40;
const MSG_RECEIVED = 56;
/** struct iovec: address, length. */
const PART_BYTES = 16;
const PART_LENGTH = 8;

const little = endianness() === "LE";
/** Sizes have 8 bytes; those used here fit the lower 4, which need no bigint. */
const LOW_HALF = little ? 0 : 4;

export const createMessageArena = ({ count, nameBytes, payloadBytes, controlBytes }: ArenaSize): MessageArena => {
  const strides = [HEADER_BYTES, PART_BYTES, nameBytes, controlBytes, payloadBytes];
  const starts = strides.map((_, i) => strides.slice(0, i).reduce((sum, bytes) => sum + bytes * count, 0));
  const size = strides.reduce((sum, bytes) => sum + bytes * count, 0);
  const [headers = 0, parts = 0, names = 0, controls = 0, payloads = 0] = starts;
  // The bytes of an ArrayBuffer of this size lie outside the collected heap and stay where they are.
  const memory = new ArrayBuffer(size);
  const base = koffi.address(memory);
  const view = new DataView(memory);
  const slices = (start: number, bytes: number): readonly Uint8Array[] =>
    Array.from({ length: count }, (_, i) => new Uint8Array(memory, start + i * bytes, bytes));
  const pointers = Array.from({ length: count }, (_, i) => base + BigInt(headers + i * HEADER_BYTES));
  const own = { names: slices(names, nameBytes), controls: slices(controls, controlBytes) };
  const payloadSlices = slices(payloads, payloadBytes);
  const lastReceived: Uint8Array[] = [];
  const setPointer = (at: number, target: number): void => view.setBigUint64(at, base + BigInt(target), little);
  const setSize = (at: number, value: number): void => view.setBigUint64(at, BigInt(value), little);

  for (let i = 0; i < count; i++) {
    const [header, part] = [headers + i * HEADER_BYTES, parts + i * PART_BYTES];
    if (nameBytes > 0) setPointer(header + MSG_NAME, names + i * nameBytes);
    setPointer(header + MSG_PARTS, part);
    setSize(header + MSG_PART_COUNT, 1);
    setPointer(header + MSG_CONTROL, controls + i * controlBytes);
    setPointer(part, payloads + i * payloadBytes);
    setSize(part + PART_LENGTH, payloadBytes);
  }
  const at = <T>(slots: readonly T[], i: number): T => {
    const slot = slots[i];
    if (slot === undefined) throw new RangeError(`there is no message ${i} of ${count}`);
    return slot;
  };
  return {
    count,
    pointer: (i) => at(pointers, i),
    name: (i) => at(own.names, i),
    payload: (i) => at(payloadSlices, i),
    control: (i) => at(own.controls, i),
    prepare: (i, nameLength, payloadLength, controlLength) => {
      const header = headers + i * HEADER_BYTES;
      view.setUint32(header + MSG_NAME_LENGTH, nameLength, little);
      view.setUint32(parts + i * PART_BYTES + PART_LENGTH + LOW_HALF, payloadLength, little);
      view.setUint32(header + MSG_CONTROL_LENGTH + LOW_HALF, controlLength, little);
    },
    received: (i) => {
      const length = view.getUint32(headers + i * HEADER_BYTES + MSG_RECEIVED, little);
      const last = lastReceived[i];
      // Adverts are as long as those before, and a new array of bytes costs more than all else here.
      if (last?.length === length) return last;
      const bytes = at(payloadSlices, i).subarray(0, length);
      lastReceived[i] = bytes;
      return bytes;
    },
    controlReceived: (i) => view.getUint32(headers + i * HEADER_BYTES + MSG_CONTROL_LENGTH + LOW_HALF, little),
  };
};
