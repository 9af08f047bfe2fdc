import { closeSocket, sendMessages } from "./libc.ts";
import { createMessageArena } from "./message-arena.ts";

/** Told when a packet could not be sent: "ENETDOWN" and the like; null when it could. */
export type SendOutcome = (error: string | null) => void;

/** Sends whole packets out of one interface; those of one wake-up in one system call. */
export interface PacketSender {
  /** Sent at the next `flush`, or before it when there is no more room. `told` is called when it has been. */
  queue(packet: Uint8Array, destination: Uint8Array, told: SendOutcome): void;
  flush(): void;
  close(): void;
}

export interface SendQueueOptions {
  /** The queue closes it. */
  readonly fd: number;
  /** The longest packet there can be. */
  readonly packetBytes: number;
  /** Bytes of struct sockaddr. */
  readonly nameBytes: number;
  readonly flagsOf: (destination: Uint8Array) => number;
  readonly writeName: (bytes: Uint8Array, destination: Uint8Array) => void;
}

/** More in one call save nothing that can be measured. */
const BATCH = 64;

export const createSendQueue = (options: SendQueueOptions): PacketSender => {
  const { fd, packetBytes, nameBytes, flagsOf, writeName } = options;
  const arena = createMessageArena({ count: BATCH, nameBytes, payloadBytes: packetBytes, controlBytes: 0 });
  const waiting: SendOutcome[] = [];
  let flags = 0;

  const flush = (): void => {
    if (waiting.length === 0) return;
    const told = waiting.splice(0);
    // The kernel stops at the first that fails; the ones behind it are tried all the same.
    for (let at = 0; at < told.length; ) {
      const sent = sendMessages(fd, arena, at, told.length - at, flags);
      const count = sent.ok ? sent.value : 0;
      for (const each of told.slice(at, at + count)) each(null);
      at += count;
      if (sent.ok) continue;
      told[at]?.(sent.error);
      at++;
    }
  };

  return {
    queue: (packet, destination, told) => {
      if (packet.length > packetBytes) {
        told("EMSGSIZE");
        return;
      }
      const wanted = flagsOf(destination);
      if (waiting.length === BATCH || (wanted !== flags && waiting.length > 0)) flush();
      flags = wanted;
      const slot = waiting.length;
      writeName(arena.name(slot), destination);
      arena.payload(slot).set(packet);
      arena.prepare(slot, nameBytes, packet.length, 0);
      waiting.push(told);
    },
    flush,
    close: () => {
      flush();
      closeSocket(fd);
    },
  };
};
