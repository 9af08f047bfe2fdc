import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { type AddressFamily, familyOf } from "@baton/shared/net/ip-address.ts";
import { AH_PROTOCOL } from "../../core/packet/authentication-header.ts";
import type { Hearing, OpenPacketLink, PacketLinkOptions } from "../../ports/packet-link.ts";
import { openFrameSender } from "./frame-sender.ts";
import { openPacketReceiver } from "./packet-receiver.ts";
import { openPacketReceiverV6 } from "./packet-receiver-v6.ts";
import { openPacketSender } from "./packet-sender.ts";
import { openPacketSenderV6 } from "./packet-sender-v6.ts";

const explain = (what: string, name: string, error: string): string => {
  const rights = /EPERM|EACCES|not permitted/i.test(error) ? "; the capability CAP_NET_RAW is missing" : "";
  return `can't open ${what} on ${name}: ${error}${rights}`;
};

const IPV4_BYTES = 4;

interface Closable {
  close(): void;
}

/**
 * Sending sockets, which take the packet at once and never hear anything, and receiving ones. Those of IPv6 exist only
 * where an instance speaks it.
 */
const openAll = (
  { interface: name, interfaceIndex: index, ipv6, authenticated, hearing: _, ...heard }: PacketLinkOptions,
  keep: <T extends Closable>(what: string, opened: Result<T, string>) => T,
) => ({
  packets: keep("a raw socket", openPacketSender(name, index)),
  frames: keep("a packet socket", openFrameSender(index)),
  receiver: keep("a raw socket", openPacketReceiver(name, index, heard)),
  receiverAh: authenticated
    ? keep("a raw socket", openPacketReceiver(name, index, { ...heard, protocol: AH_PROTOCOL }))
    : null,
  packetsV6: ipv6 ? keep("a raw IPv6 socket", openPacketSenderV6(name, index)) : null,
  receiverV6: ipv6 ? keep("a raw IPv6 socket", openPacketReceiverV6(name, index, heard)) : null,
});

class OpenFailed extends Error {}

type Opened = ReturnType<typeof openAll>;

const followAll = (
  { receiver, receiverAh, receiverV6 }: Opened,
  { groups, bufferBytes }: Hearing,
): Result<void, string> => {
  const of = (family: AddressFamily): string[] => groups.filter((group) => familyOf(group) === family);
  for (const each of [receiver, receiverAh]) {
    const done = each?.follow(of("inet"), bufferBytes.inet);
    if (done && !done.ok) return done;
  }
  return receiverV6?.follow(of("inet6"), bufferBytes.inet6) ?? ok(undefined);
};

/** Each socket may be in so many groups (net.ipv4.igmp_max_memberships). */
const explainGroups = (name: string, error: string): string => {
  const why = /ENOBUFS|buffer space/i.test(error)
    ? "; the kernel setting net.ipv4.igmp_max_memberships is too low"
    : "";
  return `can't join the multicast groups on ${name}: ${error}${why}`;
};

export const openPacketLink: OpenPacketLink = (options) => {
  const opened: Closable[] = [];
  const close = (): void => {
    for (const socket of opened.splice(0).reverse()) socket.close();
  };
  const keep = <T extends Closable>(what: string, result: Result<T, string>): T => {
    if (!result.ok) throw new OpenFailed(explain(what, options.interface, result.error));
    opened.push(result.value);
    return result.value;
  };
  const follow = (all: Opened, hearing: Hearing): Result<void, string> => {
    const done = followAll(all, hearing);
    return done.ok ? done : err(explainGroups(options.interface, done.error));
  };
  try {
    const all = openAll(options, keep);
    const { packets, packetsV6, frames, receiver, receiverAh, receiverV6 } = all;
    const joined = follow(all, options.hearing);
    if (!joined.ok) throw new OpenFailed(joined.error);
    return ok({
      queuePacket: (packet, destination, told) => {
        const sender = destination.length === IPV4_BYTES ? packets : packetsV6;
        if (sender) sender.queue(packet, destination, told);
        else told("no IPv6 socket is open");
      },
      flush: () => {
        packets.flush();
        packetsV6?.flush();
      },
      drain: () => {
        receiver.drain();
        receiverAh?.drain();
        receiverV6?.drain();
      },
      follow: (hearing) => follow(all, hearing),
      sendFrame: frames.send,
      close,
    });
  } catch (error) {
    close();
    if (error instanceof OpenFailed) return err(error.message);
    throw error;
  }
};
