import type { CheckConnection } from "@baton/shared/config/model-checks.ts";
import { familyOf } from "@baton/shared/net/ip-address.ts";
import raw from "raw-socket";
import { closeSocket, sendTo, setOption } from "../packet/libc.ts";
import { addressOn, openRawBound } from "./bound-socket.ts";

/** Sends ICMP messages from where a checker says, and hears those that may be about them. */
export interface PingSocket {
  /** Null when it is on its way. Never waits. */
  send(message: Uint8Array, address: string): NodeJS.ErrnoException | null;
  close(): void;
}

interface Listener {
  /** Over IPv4 with the IP header. The bytes are the listener's own. */
  readonly onPacket: (packet: Uint8Array, source: string) => void;
  readonly onError: (error: Error) => void;
}

const PROTOCOLS = { inet: 1, inet6: 58 } as const;
const PACKET_BYTES = 2048;
const SOL_RAW = 255;
/** ICMP_FILTER of linux/icmp.h and ICMP6_FILTER of RFC 3542: a set bit keeps a type out. */
const FILTER = 1;

/** `passed`: the types that get through. */
const filterOf = (family: "inet" | "inet6", passed: readonly number[]): { level: number; mask: Buffer } => {
  const words = new Uint32Array(family === "inet" ? 1 : 8).fill(0xffff_ffff);
  for (const type of passed) words[type >> 5] = (words[type >> 5] ?? 0) & ~(1 << (type & 31));
  return { level: family === "inet" ? SOL_RAW : PROTOCOLS.inet6, mask: Buffer.from(words.buffer) };
};

/** Echo replies and errors that say "unreachable". */
const HEARD = { inet: [0, 3], inet6: [129, 1] } as const;

/**
 * Two sockets: the socket package can't bind to an address, and the C library can't wait. The one that sends hears
 * nothing. Throws an error with a system's code.
 */
export const openPingSocket = (check: CheckConnection, listener: Listener): PingSocket => {
  const family = familyOf(check.connectAddress);
  const fd = openRawBound(check, PROTOCOLS[family]);
  let receiver: ReturnType<typeof raw.createSocket> | null = null;
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    closeSocket(fd);
    // After some errors the package has closed it already, and a second time throws.
    try {
      receiver?.close();
    } catch {}
  };
  try {
    const deaf = filterOf(family, []);
    setOption(fd, deaf.level, FILTER, deaf.mask);
    receiver = raw.createSocket({
      protocol: PROTOCOLS[family],
      addressFamily: family === "inet" ? raw.AddressFamily.IPv4 : raw.AddressFamily.IPv6,
      bufferSize: PACKET_BYTES,
    });
    const { level, mask } = filterOf(family, HEARD[family]);
    receiver.setOption(level, FILTER, mask, mask.length);
    receiver.on("message", (packet, source) => open && listener.onPacket(Uint8Array.from(packet), source));
    receiver.on("error", listener.onError);
  } catch (error) {
    close();
    throw error;
  }
  return {
    send: (message, address) => {
      const sent = sendTo(fd, message, 0, addressOn(address, 0, check.bindInterface));
      return sent.ok ? null : Object.assign(new Error(sent.error), { code: sent.error });
    },
    close,
  };
};
