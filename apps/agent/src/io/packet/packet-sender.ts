import { endianness } from "node:os";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { AF_INET, closeSocket, openRawSocket, sendTo, setOption } from "./libc.ts";

/** Sends whole IPv4 packets out of one interface. */
export interface PacketSender {
  send(packet: Uint8Array, destination: Uint8Array): Result<void, string>;
  close(): void;
}

/** Implies IP_HDRINCL and receives nothing, raw(7). */
const IPPROTO_RAW = 255;
const IPPROTO_IP = 0;
const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const IP_MULTICAST_IF = 32;
const IP_MULTICAST_LOOP = 34;
/** Multicast adverts never leave the link; unicast ones may be routed. */
const MSG_DONTROUTE = 4;

const little = endianness() === "LE";

const int32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, little);
  return bytes;
};

/** struct ip_mreqn: group, local address, interface index. */
const multicastInterface = (index: number): Uint8Array => {
  const bytes = new Uint8Array(12);
  bytes.set(int32(index), 8);
  return bytes;
};

const isMulticast = (destination: Uint8Array): boolean => (destination[0] ?? 0) >> 4 === 14;

const socketAddress = (destination: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint16(0, AF_INET, little);
  bytes.set(destination, 4);
  return bytes;
};

export const openPacketSender = (name: string, index: number): Result<PacketSender, string> => {
  const fd = openRawSocket(AF_INET, IPPROTO_RAW);
  if (!fd.ok) return fd;
  const options = [
    () => setOption(fd.value, SOL_SOCKET, SO_BINDTODEVICE, Buffer.from(`${name}\0`)),
    () => setOption(fd.value, IPPROTO_IP, IP_MULTICAST_IF, multicastInterface(index)),
    () => setOption(fd.value, IPPROTO_IP, IP_MULTICAST_LOOP, int32(0)),
  ];
  for (const set of options) {
    const done = set();
    if (!done.ok) {
      closeSocket(fd.value);
      return done;
    }
  }
  return ok({
    send: (packet, destination) => {
      const flags = isMulticast(destination) ? MSG_DONTROUTE : 0;
      const sent = sendTo(fd.value, packet, flags, socketAddress(destination));
      return sent.ok ? ok(undefined) : err(sent.error);
    },
    close: () => closeSocket(fd.value),
  });
};
