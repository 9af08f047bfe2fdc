import { millis } from "@baton/shared/base/duration.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";
import { encodeIpv6 } from "../../../core/packet/ipv6-header.ts";
import { encodeAdvert } from "../../../core/packet/vrrp.ts";
import { openPacketSenderV6 } from "../../../io/packet/packet-sender-v6.ts";

/** Run inside a namespace: an owner's advert with hop limit 64, one with a wrong checksum, one of version 7. */
const [name = "", index = ""] = process.argv.slice(2);
const sender = openPacketSenderV6(name, Number(index));
if (!sender.ok) throw new Error(sender.error);
const bytes = (text: string): Uint8Array => addressBytes(text) ?? new Uint8Array();
const path = { source: bytes("fe80::99"), destination: bytes("ff02::12") };
const advert = encodeAdvert(
  {
    version: 3,
    virtualRouterId: 51,
    priority: 255,
    interval: millis(100),
    addresses: ["fe80::100", "2001:db8::100"],
  },
  path,
);
const changed = (at: number, value: number): Uint8Array => advert.with(at, value);
for (const [payload, hopLimit] of [
  [advert, 64],
  [changed(7, (advert[7] ?? 0) ^ 1), 255],
  [changed(0, 0x71), 255],
] as const) {
  const packet = encodeIpv6({ trafficClass: 0xc0, hopLimit, nextHeader: 112, ...path }, payload);
  sender.value.queue(packet, path.destination, (error) => {
    if (error !== null) throw new Error(error);
  });
}
sender.value.close();
