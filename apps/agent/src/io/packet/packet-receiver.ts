import { endianness } from "node:os";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import raw, { type RawSocket } from "raw-socket";

/** Receives IP protocol 112 on one interface, multicast 224.0.0.18 and unicast alike. */
export interface PacketReceiver {
  close(): void;
}

const VRRP_PROTOCOL = 112;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_BINDTODEVICE = 25;
const IPPROTO_IP = 0;
const IP_ADD_MEMBERSHIP = 35;
const IP_MULTICAST_ALL = 49;
const GROUP = [224, 0, 0, 18] as const;
const RECEIVE_BUFFER_BYTES = 1 << 20;
/** A VRRPv2 advert with 255 addresses has 1056 bytes and its IP header. */
const MESSAGE_BYTES = 4096;

/** struct ip_mreqn: group, local address, interface index. */
const membership = (index: number): Buffer => {
  const bytes = Buffer.alloc(12);
  bytes.set(GROUP, 0);
  if (endianness() === "LE") bytes.writeInt32LE(index, 8);
  else bytes.writeInt32BE(index, 8);
  return bytes;
};

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const openPacketReceiver = (
  name: string,
  index: number,
  onPacket: (packet: Uint8Array) => void,
  onError: (text: string) => void,
): Result<PacketReceiver, string> => {
  let socket: RawSocket;
  try {
    socket = raw.createSocket({
      protocol: VRRP_PROTOCOL,
      addressFamily: raw.AddressFamily.IPv4,
      bufferSize: MESSAGE_BYTES,
    });
  } catch (error) {
    return err(sentence(error));
  }
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    // After some errors the package has closed it already, and a second time throws.
    try {
      socket.close();
    } catch {}
  };
  try {
    const device = Buffer.from(`${name}\0`);
    socket.setOption(SOL_SOCKET, SO_BINDTODEVICE, device, device.length);
    socket.setOption(SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER_BYTES);
    socket.setOption(IPPROTO_IP, IP_MULTICAST_ALL, 0);
    const group = membership(index);
    socket.setOption(IPPROTO_IP, IP_ADD_MEMBERSHIP, group, group.length);
  } catch (error) {
    close();
    return err(sentence(error));
  }
  socket.on("message", (buffer) => onPacket(Uint8Array.from(buffer)));
  socket.on("error", (error) => {
    close();
    onError(sentence(error));
  });
  return ok({ close });
};
