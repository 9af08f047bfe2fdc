import { endianness } from "node:os";

/** When packets came: by the kernel's stamp (SO_TIMESTAMPNS, socket(7)), which is wall time, on the monotonic clock. */
export const SO_TIMESTAMPNS = 35;
const SOL_SOCKET = 1;
/** struct cmsghdr (length, level, type) and struct timespec on a 64-bit machine. */
export const STAMP_BYTES = 32;
const LEVEL = 8;
const TYPE = 12;
const STAMP = 16;
/** struct timespec: seconds, nanoseconds. */
export const TIMESPEC_BYTES = 16;
const NANOSECONDS = 8;
/** Wall time is known here to the millisecond. */
const CLOCK_MS = 1;

const little = endianness() === "LE";
const [LOW, HIGH] = little ? [0, 4] : [4, 0];

const timespecMs = (view: DataView, at: number): number =>
  (view.getUint32(at + HIGH, little) * 2 ** 32 + view.getUint32(at + LOW, little)) * 1000 +
  view.getUint32(at + NANOSECONDS + LOW, little) / 1e6;

const isStamp = (control: DataView): boolean =>
  control.getInt32(LEVEL, little) === SOL_SOCKET && control.getInt32(TYPE, little) === SO_TIMESTAMPNS;

export interface Reading {
  /** Monotonic, and the same moment as wall time. */
  readonly now: number;
  readonly wall: number;
  /** When the queue had last been read to its end (monotonic): what is read now has not come before. */
  readonly emptyAt: number;
}

/**
 * Monotonic milliseconds. A stamp that nothing read now can have was made before wall time jumped: then the packet counts
 * as come just now, which is late rather than early.
 */
const believed = (stampMs: number, { now, wall, emptyAt }: Reading): number => {
  const age = wall - stampMs;
  return age > 0 && age <= now - emptyAt + CLOCK_MS ? now - age : now;
};

/** By the ancillary data of its message. */
export const arrivedAt = (control: DataView, reading: Reading): number =>
  isStamp(control) ? believed(timespecMs(control, STAMP), reading) : reading.now;

/** By a struct timespec. */
export const arrivedAtTime = (timespec: DataView, reading: Reading): number =>
  believed(timespecMs(timespec, 0), reading);
