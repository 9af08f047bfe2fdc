import { endianness } from "node:os";
import { ok, type Result } from "@baton/shared/base/result.ts";
import { viewOf } from "../../core/bytes/bytes.ts";
import { VRRP_PROTOCOL } from "../../core/packet/vrrp-common.ts";
import {
  AF_INET6,
  closeSocket,
  openRawSocket,
  receiveMessages,
  setOption,
  setOptions,
  sizeReceiveBuffer,
} from "./libc.ts";
import { createMessageArena } from "./message-arena.ts";

/** recvmmsg(2) with the ancillary data of RFC 3542: hop limit and destination of each packet. */

const little = endianness() === "LE";
const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const IPPROTO_IPV6 = 41;
export const IPV6_ADD_MEMBERSHIP = 20;
export const IPV6_DROP_MEMBERSHIP = 21;
const IPV6_MULTICAST_ALL = 29;
const IPV6_RECVPKTINFO = 49;
const IPV6_PKTINFO = 50;
const IPV6_RECVHOPLIMIT = 51;
const IPV6_HOPLIMIT = 52;
/** struct sockaddr_in6 */
const NAME_BYTES = 28;
const CONTROL_BYTES = 256;
/** IPv6 adverts are few; their slots are large. */
const BATCH = 16;
/** A version 3 advert with 255 IPv6 addresses has 4088 bytes. */
const PAYLOAD_BYTES = 8192;
/** struct cmsghdr on a 64-bit machine: length (8), level (4), type (4); the next one starts at a multiple of 8. */
const CONTROL_HEADER_BYTES = 16;

/** The bytes are good until the next reading. */
export interface Ipv6Message {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly hopLimit: number;
  readonly payload: Uint8Array;
}

export interface MessageReader {
  /** Hands out some of what has come, and returns false when that was all. Never waits. */
  read(onMessage: (message: Ipv6Message) => void): boolean;
  /** IPV6_ADD_MEMBERSHIP or IPV6_DROP_MEMBERSHIP. */
  change(option: number, membership: Uint8Array): Result<number, string>;
  /** See sizeReceiveBuffer. */
  resize(bufferBytes: number): void;
  close(): void;
}

const int32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, little);
  return bytes;
};

export const bindToDevice = (name: string): Buffer => Buffer.from(`${name}\0`);

/** struct ipv6_mreq: group, interface index. */
export const groupMembership = (group: Uint8Array, index: number): Buffer => Buffer.concat([group, int32(index)]);

/** The parts of the ancillary data, by type, all of level IPPROTO_IPV6. */
const controlParts = (control: Uint8Array): ReadonlyMap<number, Uint8Array> => {
  const parts = new Map<number, Uint8Array>();
  const view = viewOf(control);
  let at = 0;
  while (at + CONTROL_HEADER_BYTES <= control.length) {
    const length = view.getUint32(little ? at : at + 4, little);
    if (length < CONTROL_HEADER_BYTES || at + length > control.length) break;
    if (view.getInt32(at + 8, little) === IPPROTO_IPV6) {
      parts.set(view.getInt32(at + 12, little), control.subarray(at + CONTROL_HEADER_BYTES, at + length));
    }
    at += (length + 7) & ~7;
  }
  return parts;
};

const messageOf = (name: Uint8Array, control: Uint8Array, payload: Uint8Array): Ipv6Message | null => {
  const parts = controlParts(control);
  const hopLimit = parts.get(IPV6_HOPLIMIT);
  const arrival = parts.get(IPV6_PKTINFO);
  if (!hopLimit || hopLimit.length < 4 || !arrival || arrival.length < 16) return null;
  return {
    // struct sockaddr_in6: family, port, flow, address.
    source: name.subarray(8, 24),
    destination: arrival.subarray(0, 16),
    hopLimit: viewOf(hopLimit).getInt32(0, little),
    payload,
  };
};

const createReader = (fd: number): MessageReader => {
  const arena = createMessageArena({
    count: BATCH,
    nameBytes: 32,
    payloadBytes: PAYLOAD_BYTES,
    controlBytes: CONTROL_BYTES,
  });
  let open = true;
  return {
    read: (onMessage) => {
      for (let i = 0; i < BATCH; i++) arena.prepare(i, NAME_BYTES, PAYLOAD_BYTES, CONTROL_BYTES);
      const count = open ? receiveMessages(fd, arena) : 0;
      for (let i = 0; i < count && open; i++) {
        const control = arena.control(i).subarray(0, arena.controlReceived(i));
        const message = messageOf(arena.name(i), control, arena.received(i));
        if (message) onMessage(message);
      }
      return count === BATCH;
    },
    change: (option, membership) => setOption(fd, IPPROTO_IPV6, option, membership),
    resize: (bufferBytes) => sizeReceiveBuffer(fd, bufferBytes),
    close: () => {
      if (open) closeSocket(fd);
      open = false;
    },
  };
};

export const openMessageReader = (name: string): Result<MessageReader, string> => {
  const fd = openRawSocket(AF_INET6, VRRP_PROTOCOL);
  if (!fd.ok) return fd;
  const set = setOptions(fd.value, [
    [SOL_SOCKET, SO_BINDTODEVICE, bindToDevice(name)],
    [IPPROTO_IPV6, IPV6_MULTICAST_ALL, int32(0)],
    [IPPROTO_IPV6, IPV6_RECVPKTINFO, int32(1)],
    [IPPROTO_IPV6, IPV6_RECVHOPLIMIT, int32(1)],
  ]);
  if (!set.ok) return set;
  return ok(createReader(fd.value));
};
