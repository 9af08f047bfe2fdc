import { errorText } from "@baton/shared/base/error-text.ts";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import raw, { type RawSocket } from "raw-socket";
import { encodeIpv6 } from "../../core/packet/ipv6-header.ts";
import { VRRP_PROTOCOL } from "../../core/packet/vrrp-common.ts";
import {
  bindToDevice,
  groupMembership,
  IPV6_ADD_MEMBERSHIP,
  IPV6_DROP_MEMBERSHIP,
  type Ipv6Message,
  type MessageReader,
  openMessageReader,
} from "./libc-v6.ts";
import { type ChangeMembership, Memberships } from "./memberships.ts";
import type { PacketReceiver, ReceiverOptions } from "./packet-receiver.ts";

const IPPROTO_IPV6 = 41;
const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const SO_RCVBUF = 8;
const RECEIVE_BUFFER_BYTES = 1 << 20;
const WAKE_BYTES = 64;
/** Batches read in one go; what is left wakes this up again. */
const MAX_BATCHES = 256;

/** A second socket of the same kind, whose only task is to say that packets have come. */
const openBell = (name: string, ring: () => void, failed: (text: string) => void): RawSocket => {
  const bell = raw.createSocket({
    protocol: VRRP_PROTOCOL,
    addressFamily: raw.AddressFamily.IPv6,
    bufferSize: WAKE_BYTES,
  });
  try {
    const device = bindToDevice(name);
    bell.setOption(SOL_SOCKET, SO_BINDTODEVICE, device, device.length);
    bell.setOption(SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER_BYTES);
  } catch (error) {
    bell.close();
    throw error;
  }
  bell.on("message", ring);
  bell.on("error", (error) => failed(errorText(error)));
  return bell;
};

/** What the socket leaves out of an IPv6 packet is put back from its ancillary data, so that core sees whole packets. */
const wholePacket = ({ hopLimit, source, destination, payload }: Ipv6Message): Uint8Array =>
  encodeIpv6({ trafficClass: 0, hopLimit, nextHeader: VRRP_PROTOCOL, source, destination }, payload);

/** The bell hears what the reader hears. */
const changeBoth =
  (reader: MessageReader, bell: RawSocket, index: number): ChangeMembership =>
  (op, group) => {
    const option = op === "join" ? IPV6_ADD_MEMBERSHIP : IPV6_DROP_MEMBERSHIP;
    const membership = groupMembership(group, index);
    const done = reader.change(option, membership);
    if (!done.ok) return done;
    try {
      bell.setOption(IPPROTO_IPV6, option, membership, membership.length);
      return done;
    } catch (error) {
      return err(errorText(error));
    }
  };

/**
 * Receives IP protocol 112 over IPv6, of the groups it follows and unicast alike. A raw IPv6 socket gives the payload without its
 * header, and the socket package no ancillary data (hop limit, destination), so recvmsg(2) is called directly.
 */
export const openPacketReceiverV6 = (
  name: string,
  index: number,
  { onPacket, onError }: ReceiverOptions,
): Result<PacketReceiver, string> => {
  const reader = openMessageReader(name);
  if (!reader.ok) return reader;
  let bell: RawSocket | null = null;
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    reader.value.close();
    // After some errors the package has closed it already, and a second time throws.
    try {
      bell?.close();
    } catch {}
  };
  const drain = (): void => {
    for (let batch = 0; batch < MAX_BATCHES && open; batch++) {
      if (!reader.value.read((message) => open && onPacket(wholePacket(message), performance.now()))) return;
    }
  };
  const failed = (text: string): void => {
    close();
    onError(text);
  };
  try {
    bell = openBell(name, drain, failed);
  } catch (error) {
    close();
    return err(errorText(error));
  }
  const memberships = new Memberships(changeBoth(reader.value, bell, index));
  const follow: PacketReceiver["follow"] = (groups, bufferBytes) => {
    reader.value.resize(bufferBytes);
    return memberships.follow(groups);
  };
  return ok({ drain, follow, close });
};
