import { openPacketSender } from "../../../io/packet/packet-sender.ts";

/** Run inside a namespace: sends each packet (hexadecimal, a whole IPv4 packet) to 224.0.0.18 on an interface. */
const [name = "", index = "", ...packets] = process.argv.slice(2);
const sender = openPacketSender(name, Number(index));
if (!sender.ok) throw new Error(sender.error);
for (const packet of packets) {
  const sent = sender.value.send(Uint8Array.from(Buffer.from(packet, "hex")), Uint8Array.of(224, 0, 0, 18));
  if (!sent.ok) throw new Error(sent.error);
}
sender.value.close();
