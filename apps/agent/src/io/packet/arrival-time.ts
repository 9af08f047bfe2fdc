import { endianness } from "node:os";

/**
 * When packets came that were left to gather: by the kernel's stamp (SO_TIMESTAMPNS, socket(7)), which is wall time, on
 * the monotonic clock.
 */
export const SO_TIMESTAMPNS = 35;
const SOL_SOCKET = 1;
/** struct cmsghdr (length, level, type) and struct timespec on a 64-bit machine. */
export const STAMP_BYTES = 32;
const LEVEL = 8;
const TYPE = 12;
const SECONDS = 16;
const NANOSECONDS = 24;
/** Wall time is known here to the millisecond. */
const CLOCK_MS = 1;

const little = endianness() === "LE";
const [LOW, HIGH] = little ? [0, 4] : [4, 0];

const stampMs = (control: DataView): number =>
  (control.getUint32(SECONDS + HIGH, little) * 2 ** 32 + control.getUint32(SECONDS + LOW, little)) * 1000 +
  control.getUint32(NANOSECONDS + LOW, little) / 1e6;

const isStamp = (control: DataView): boolean =>
  control.getInt32(LEVEL, little) === SOL_SOCKET && control.getInt32(TYPE, little) === SO_TIMESTAMPNS;

/**
 * Monotonic milliseconds. `now` and `wall`: the time of the reading; `emptyAt`: when the queue had last been read to its
 * end, before which it can't have come. A stamp that says otherwise was made before wall time jumped: then it
 * counts as come just now, which is late rather than early.
 */
export const arrivedAt = (control: DataView, now: number, wall: number, emptyAt: number): number => {
  if (!isStamp(control)) return now;
  const age = wall - stampMs(control);
  return age > 0 && age <= now - emptyAt + CLOCK_MS ? now - age : now;
};
