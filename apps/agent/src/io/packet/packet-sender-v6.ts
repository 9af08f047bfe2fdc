import { endianness } from "node:os";
import { ok, type Result } from "@baton/shared/base/result.ts";
import { AF_INET6, openRawSocket, setOptions } from "./libc.ts";
import { createSendQueue, type PacketSender } from "./send-queue.ts";

/** Whole packets with their header, and nothing received, ipv6(7). */
const IPPROTO_RAW = 255;
const IPPROTO_IPV6 = 41;
const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const IPV6_MULTICAST_IF = 17;
const IPV6_MULTICAST_LOOP = 19;

const little = endianness() === "LE";

const int32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, little);
  return bytes;
};

/** fe80::/10 and the multicast scopes that stay on the link need to be told the interface. */
const staysOnLink = ([first = 0, second = 0]: Uint8Array): boolean =>
  first === 0xff || (first === 0xfe && (second & 0xc0) === 0x80);

/** struct sockaddr_in6: family, port, flow, address, scope. */
const NAME_BYTES = 28;
/** A version 3 advert with 255 IPv6 addresses has 4088 bytes and its IP header. */
const PACKET_BYTES = 4128;

export const openPacketSenderV6 = (name: string, index: number): Result<PacketSender, string> => {
  const fd = openRawSocket(AF_INET6, IPPROTO_RAW);
  if (!fd.ok) return fd;
  const set = setOptions(fd.value, [
    [SOL_SOCKET, SO_BINDTODEVICE, Buffer.from(`${name}\0`)],
    [IPPROTO_IPV6, IPV6_MULTICAST_IF, int32(index)],
    [IPPROTO_IPV6, IPV6_MULTICAST_LOOP, int32(0)],
  ]);
  if (!set.ok) return set;
  return ok(
    createSendQueue({
      fd: fd.value,
      packetBytes: PACKET_BYTES,
      nameBytes: NAME_BYTES,
      flagsOf: () => 0,
      writeName: (bytes, destination) => {
        const view = new DataView(bytes.buffer, bytes.byteOffset, NAME_BYTES);
        view.setUint16(0, AF_INET6, little);
        bytes.set(destination, 8);
        view.setUint32(24, staysOnLink(destination) ? index : 0, little);
      },
    }),
  );
};
