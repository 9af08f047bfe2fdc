import { err, ok } from "@baton/shared/base/result.ts";
import type { OpenPacketLink } from "../../ports/packet-link.ts";
import { openFrameSender } from "./frame-sender.ts";
import { openPacketReceiver } from "./packet-receiver.ts";
import { openPacketSender } from "./packet-sender.ts";

const explain = (what: string, name: string, error: string): string => {
  const rights = /EPERM|EACCES|not permitted/i.test(error) ? "; the capability CAP_NET_RAW is missing" : "";
  return `can't open ${what} on ${name}: ${error}${rights}`;
};

/** Two sending sockets and a receiving one: the sending ones take the packet at once and never hear anything. */
export const openPacketLink: OpenPacketLink = (options) => {
  const { interface: name, interfaceIndex: index } = options;
  const packets = openPacketSender(name, index);
  if (!packets.ok) return err(explain("a raw socket", name, packets.error));
  const frames = openFrameSender(index);
  if (!frames.ok) {
    packets.value.close();
    return err(explain("a packet socket", name, frames.error));
  }
  const receiver = openPacketReceiver(name, index, options.onPacket, options.onError);
  if (!receiver.ok) {
    packets.value.close();
    frames.value.close();
    return err(explain("a raw socket", name, receiver.error));
  }
  return ok({
    sendPacket: packets.value.send,
    sendFrame: frames.value.send,
    close: () => {
      receiver.value.close();
      frames.value.close();
      packets.value.close();
    },
  });
};
