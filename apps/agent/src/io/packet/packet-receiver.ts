import { errorText } from "@baton/shared/base/error-text.ts";
import { endianness } from "node:os";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import raw, { type RawSocket } from "raw-socket";
import { VRRP_PROTOCOL } from "../../core/packet/vrrp-common.ts";
import { SO_TIMESTAMPNS } from "./arrival-time.ts";
import { createBatchReader, PACKET_BYTES } from "./batch-reader.ts";
import { descriptorOf } from "./descriptor-of.ts";
import { createGather } from "./gather.ts";
import { setOption, sizeReceiveBuffer } from "./libc.ts";
import { Memberships } from "./memberships.ts";
import { openResignationBell, type ResignationBell } from "./resignation-bell.ts";

/**
 * Receives one IP protocol, VRRP's unless it is told otherwise, on one interface, of the groups it follows and unicast
 * alike.
 */
export interface PacketReceiver {
  /** Hands out what has come already, at once. */
  drain(): void;
  /** Groups of its family; for the buffer see Hearing. Fails with the errno's name. */
  follow(groups: readonly string[], bufferBytes: number): Result<void, string>;
  close(): void;
}

const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const IPPROTO_IP = 0;
const IP_ADD_MEMBERSHIP = 35;
const IP_DROP_MEMBERSHIP = 36;
const IP_MULTICAST_ALL = 49;

/** struct ip_mreqn: group, local address, interface index. */
const membership = (group: Uint8Array, index: number): Buffer => {
  const bytes = Buffer.alloc(12);
  bytes.set(group, 0);
  if (endianness() === "LE") bytes.writeInt32LE(index, 8);
  else bytes.writeInt32BE(index, 8);
  return bytes;
};

/** Throws the socket package's error. */
const configure = (socket: RawSocket, name: string): number => {
  const device = Buffer.from(`${name}\0`);
  socket.setOption(SOL_SOCKET, SO_BINDTODEVICE, device, device.length);
  const fd = descriptorOf(socket);
  if (fd === null) throw new Error("its descriptor is not among those in /proc/self/fd");
  // At once: it is what the descriptor was found by, and the next one is looked for in the same way.
  sizeReceiveBuffer(fd, 0);
  socket.setOption(IPPROTO_IP, IP_MULTICAST_ALL, 0);
  return fd;
};

export interface ReceiverOptions {
  /** The bytes are good for the time of the call; `at` is when they came, monotonic milliseconds. */
  readonly onPacket: (packet: Uint8Array, at: number) => void;
  readonly onError: (text: string) => void;
  /** See PacketLinkOptions. */
  readonly patience: () => number;
  readonly protocol?: number;
}

/** While packets gather, only a resignation wakes this up. */
const createQuiet = (name: string, protocol: number, socket: RawSocket, ring: () => void) => {
  let bell: ResignationBell | null = null;
  const end = (): void => {
    bell?.close();
    bell = null;
  };
  return {
    end,
    /** False: it can't be, and every packet is heard at once as before. */
    begin: (): boolean => {
      try {
        bell = openResignationBell(name, protocol, ring);
      } catch {
        return false;
      }
      socket.setOption(SOL_SOCKET, SO_TIMESTAMPNS, 1);
      socket.pauseRecv();
      return true;
    },
    resume: (): void => {
      end();
      socket.setOption(SOL_SOCKET, SO_TIMESTAMPNS, 0);
      socket.resumeRecv();
    },
  };
};

export const openPacketReceiver = (
  name: string,
  index: number,
  { onPacket, onError, patience, protocol = VRRP_PROTOCOL }: ReceiverOptions,
): Result<PacketReceiver, string> => {
  let socket: RawSocket;
  try {
    socket = raw.createSocket({
      protocol,
      addressFamily: raw.AddressFamily.IPv4,
      bufferSize: PACKET_BYTES,
    });
  } catch (error) {
    return err(errorText(error));
  }
  let open = true;
  let fd: number;
  let handedOut = 0;
  const hand = (packet: Uint8Array, at: number): void => {
    handedOut++;
    onPacket(packet, at);
  };
  const reader = createBatchReader({ onPacket: hand, isOpen: () => open });
  const drain = (): void => reader.read(fd);
  const quiet = createQuiet(name, protocol, socket, () => {
    drain();
    gather.hurry();
  });
  const gather = createGather({
    now: () => performance.now(),
    pause: quiet.begin,
    resume: quiet.resume,
    read: drain,
    count: () => handedOut,
    patience,
  });
  const close = (): void => {
    if (!open) return;
    open = false;
    gather.close();
    quiet.end();
    // After some errors the package has closed it already, and a second time throws.
    try {
      socket.close();
    } catch {}
  };
  try {
    fd = configure(socket, name);
  } catch (error) {
    close();
    return err(errorText(error));
  }
  // The package reads one packet for each wake-up; the others are read here.
  socket.on("message", (packet) => {
    hand(packet, reader.lastCameAt(fd));
    drain();
    if (open) gather.woke();
  });
  socket.on("error", (error) => {
    close();
    onError(errorText(error));
  });
  const memberships = new Memberships((op, group) =>
    setOption(fd, IPPROTO_IP, op === "join" ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, membership(group, index)),
  );
  const follow: PacketReceiver["follow"] = (groups, bufferBytes) => {
    sizeReceiveBuffer(fd, bufferBytes);
    return memberships.follow(groups);
  };
  return ok({ drain, follow, close });
};
