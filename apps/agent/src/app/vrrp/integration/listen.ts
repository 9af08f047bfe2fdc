import { VRRP_GROUP } from "@baton/shared/net/vrrp-group.ts";
import { decodeIpv4 } from "../../../core/packet/ipv4-header.ts";
import { decodeAdvert } from "../../../core/packet/vrrp.ts";
import { openPacketReceiver } from "../../../io/packet/packet-receiver.ts";

/** Run inside a namespace: tells the parent of every advert on an interface, and when it came. */
const [name = "", index = ""] = process.argv.slice(2);
const hear = (bytes: Uint8Array): void => {
  const packet = decodeIpv4(bytes);
  const advert = packet.ok ? decodeAdvert(packet.value) : packet;
  if (!advert.ok) return;
  const { virtualRouterId, priority, addresses } = advert.value;
  process.send?.({ at: performance.now(), virtualRouterId, priority, addresses });
};
const receiver = openPacketReceiver(name, Number(index), {
  onPacket: hear,
  onError: (text) => {
    throw new Error(text);
  },
  patience: () => 1,
});
if (!receiver.ok) throw new Error(receiver.error);
const joined = receiver.value.follow([VRRP_GROUP.inet], 0);
if (!joined.ok) throw new Error(joined.error);
process.send?.({ ready: true });
// Named here, the receiver stays: the socket package closes one that nobody refers to any more.
process.on("disconnect", () => {
  receiver.value.close();
  process.exit(0);
});
