import { endianness } from "node:os";
import { ok, type Result } from "@baton/shared/base/result.ts";
import { AF_INET, openRawSocket, setOptions } from "./libc.ts";
import { createSendQueue, type PacketSender } from "./send-queue.ts";

/** Implies IP_HDRINCL and receives nothing, raw(7). */
const IPPROTO_RAW = 255;
const IPPROTO_IP = 0;
const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const IP_MULTICAST_IF = 32;
const IP_MULTICAST_LOOP = 34;
/** Multicast adverts never leave the link; unicast ones may be routed. */
const MSG_DONTROUTE = 4;
/** A VRRPv2 advert with 255 addresses has 1056 bytes and its IP header. */
const PACKET_BYTES = 1088;
/** struct sockaddr_in: family, port, address, 8 bytes of nothing. */
const NAME_BYTES = 16;

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

/** Sends whole IPv4 packets out of one interface. */
export const openPacketSender = (name: string, index: number): Result<PacketSender, string> => {
  const fd = openRawSocket(AF_INET, IPPROTO_RAW);
  if (!fd.ok) return fd;
  const set = setOptions(fd.value, [
    [SOL_SOCKET, SO_BINDTODEVICE, Buffer.from(`${name}\0`)],
    [IPPROTO_IP, IP_MULTICAST_IF, multicastInterface(index)],
    [IPPROTO_IP, IP_MULTICAST_LOOP, int32(0)],
  ]);
  if (!set.ok) return set;
  return ok(
    createSendQueue({
      fd: fd.value,
      packetBytes: PACKET_BYTES,
      nameBytes: NAME_BYTES,
      flagsOf: (destination) => (isMulticast(destination) ? MSG_DONTROUTE : 0),
      writeName: (bytes, destination) => {
        bytes[little ? 0 : 1] = AF_INET;
        bytes.set(destination, 4);
      },
    }),
  );
};
