import { viewOf } from "../../core/bytes/bytes.ts";
import { arrivedAt, arrivedAtTime, STAMP_BYTES, TIMESPEC_BYTES } from "./arrival-time.ts";
import { receiveMessages, stampOfLast } from "./libc.ts";
import { createMessageArena } from "./message-arena.ts";

/** Reads the IPv4 packets of one socket in batches, recvmmsg(2). */
export interface BatchReader {
  /** Hands out what has come, to the end of the queue. */
  read(fd: number): void;
  /** When the packet came that was read last, by whoever reads the socket beside this. */
  lastCameAt(fd: number): number;
}

export interface BatchReaderOptions {
  /**
   * The bytes are good for the time of the call; `at` is when they came, monotonic milliseconds. Without SO_TIMESTAMPNS
   * everything has come just now.
   */
  readonly onPacket: (packet: Uint8Array, at: number) => void;
  /** What is handed out may close the socket. */
  readonly isOpen: () => boolean;
}

/** A VRRPv2 advert with 255 addresses has 1056 bytes and its IP header. */
export const PACKET_BYTES = 2048;
const BATCH = 64;
/** Batches read in one go; what is left wakes this up again. */
const MAX_BATCHES = 256;

export const createBatchReader = ({ onPacket, isOpen }: BatchReaderOptions): BatchReader => {
  const arena = createMessageArena({
    count: BATCH,
    nameBytes: 0,
    payloadBytes: PACKET_BYTES,
    controlBytes: STAMP_BYTES,
  });
  const stamps = Array.from({ length: BATCH }, (_, i) => viewOf(arena.control(i)));
  const timespec = new Uint8Array(TIMESPEC_BYTES);
  const lastStamp = viewOf(timespec);
  let emptyAt = performance.now();
  /** Messages whose lengths the last call has overwritten. */
  let used = BATCH;

  const readBatch = (fd: number): boolean => {
    for (let i = 0; i < used; i++) arena.prepare(i, 0, PACKET_BYTES, STAMP_BYTES);
    used = receiveMessages(fd, arena);
    const reading = { now: performance.now(), wall: Date.now(), emptyAt };
    for (let i = 0; i < used && isOpen(); i++) {
      const stamp = arena.controlReceived(i) === STAMP_BYTES ? stamps[i] : undefined;
      onPacket(arena.received(i), stamp ? arrivedAt(stamp, reading) : reading.now);
    }
    const isEmpty = used < BATCH;
    if (isEmpty) emptyAt = reading.now;
    return !isEmpty;
  };

  return {
    read: (fd) => {
      for (let batch = 0; batch < MAX_BATCHES && isOpen(); batch++) if (!readBatch(fd)) return;
    },
    lastCameAt: (fd) => {
      const reading = { now: performance.now(), wall: Date.now(), emptyAt };
      return stampOfLast(fd, timespec) ? arrivedAtTime(lastStamp, reading) : reading.now;
    },
  };
};
