import { endianness } from "node:os";
import { ok, type Result } from "@baton/shared/base/result.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";
import koffi from "koffi";
import { VRRP_GROUP_IPV6, VRRP_PROTOCOL } from "../../core/packet/vrrp-common.ts";
import { AF_INET6, closeSocket, openRawSocket, setOptions } from "./libc.ts";

/** recvmsg(2) with the ancillary data of RFC 3542: hop limit and destination of each packet. */

const libc = koffi.load("libc.so.6");
koffi.struct("BatonIovec", { base: "void *", length: "size_t" });
koffi.struct("BatonMessage", {
  name: "void *",
  nameLength: "uint32_t",
  parts: "BatonIovec *",
  partCount: "size_t",
  control: "void *",
  controlLength: "size_t",
  flags: "int",
});
const recvmsgCall = libc.func("long recvmsg(int fd, _Inout_ BatonMessage *message, int flags)");

const little = endianness() === "LE";
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_BINDTODEVICE = 25;
const IPPROTO_IPV6 = 41;
const IPV6_ADD_MEMBERSHIP = 20;
const IPV6_MULTICAST_ALL = 29;
const IPV6_RECVPKTINFO = 49;
const IPV6_PKTINFO = 50;
const IPV6_RECVHOPLIMIT = 51;
const IPV6_HOPLIMIT = 52;
const MSG_DONTWAIT = 0x40;
const RECEIVE_BUFFER_BYTES = 1 << 20;
/** struct sockaddr_in6 */
const NAME_BYTES = 28;
const CONTROL_BYTES = 256;
/** A version 3 advert with 255 IPv6 addresses has 4088 bytes. */
const PAYLOAD_BYTES = 8192;
/** struct cmsghdr on a 64-bit machine: length (8), level (4), type (4); the next one starts at a multiple of 8. */
const CONTROL_HEADER_BYTES = 16;

export interface Ipv6Message {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly hopLimit: number;
  readonly payload: Uint8Array;
}

export interface MessageReader {
  /** Null: nothing has come. Never waits. */
  read(): Ipv6Message | null;
  close(): void;
}

const int32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, little);
  return bytes;
};

export const bindToDevice = (name: string): Buffer => Buffer.from(`${name}\0`);

/** struct ipv6_mreq: group, interface index. */
export const groupMembership = (index: number): Buffer =>
  Buffer.concat([addressBytes(VRRP_GROUP_IPV6) ?? new Uint8Array(16), int32(index)]);

/** The parts of the ancillary data, by type, all of level IPPROTO_IPV6. */
const controlParts = (control: Buffer): ReadonlyMap<number, Buffer> => {
  const parts = new Map<number, Buffer>();
  let at = 0;
  while (at + CONTROL_HEADER_BYTES <= control.length) {
    const length = little ? control.readUInt32LE(at) : control.readUInt32BE(at + 4);
    if (length < CONTROL_HEADER_BYTES || at + length > control.length) break;
    const read = (offset: number) => (little ? control.readInt32LE(offset) : control.readInt32BE(offset));
    if (read(at + 8) === IPPROTO_IPV6) {
      parts.set(read(at + 12), control.subarray(at + CONTROL_HEADER_BYTES, at + length));
    }
    at += (length + 7) & ~7;
  }
  return parts;
};

const messageOf = (name: Buffer, control: Buffer, payload: Buffer): Ipv6Message | null => {
  const parts = controlParts(control);
  const hopLimit = parts.get(IPV6_HOPLIMIT);
  const arrival = parts.get(IPV6_PKTINFO);
  if (!hopLimit || hopLimit.length < 4 || !arrival || arrival.length < 16) return null;
  return {
    // struct sockaddr_in6: family, port, flow, address.
    source: Uint8Array.from(name.subarray(8, 24)),
    destination: Uint8Array.from(arrival.subarray(0, 16)),
    hopLimit: little ? hopLimit.readInt32LE(0) : hopLimit.readInt32BE(0),
    payload: Uint8Array.from(payload),
  };
};

const createReader = (fd: number): MessageReader => {
  const [name, control, payload] = [NAME_BYTES, CONTROL_BYTES, PAYLOAD_BYTES].map((size) => Buffer.alloc(size)) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  const parts = [{ base: payload, length: PAYLOAD_BYTES }];
  return {
    read: () => {
      for (;;) {
        const message = {
          name,
          nameLength: NAME_BYTES,
          parts,
          partCount: 1,
          control,
          controlLength: CONTROL_BYTES,
          flags: 0,
        };
        const length = Number(recvmsgCall(fd, message, MSG_DONTWAIT));
        if (length < 0) return null;
        const read = messageOf(name, control.subarray(0, Number(message.controlLength)), payload.subarray(0, length));
        if (read !== null) return read;
      }
    },
    close: () => closeSocket(fd),
  };
};

export const openMessageReader = (name: string, index: number): Result<MessageReader, string> => {
  const fd = openRawSocket(AF_INET6, VRRP_PROTOCOL);
  if (!fd.ok) return fd;
  const set = setOptions(fd.value, [
    [SOL_SOCKET, SO_BINDTODEVICE, bindToDevice(name)],
    [SOL_SOCKET, SO_RCVBUF, int32(RECEIVE_BUFFER_BYTES)],
    [IPPROTO_IPV6, IPV6_MULTICAST_ALL, int32(0)],
    [IPPROTO_IPV6, IPV6_RECVPKTINFO, int32(1)],
    [IPPROTO_IPV6, IPV6_RECVHOPLIMIT, int32(1)],
    [IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, groupMembership(index)],
  ]);
  return set.ok ? ok(createReader(fd.value)) : set;
};
