import { openPacketSender } from "../../../io/packet/packet-sender.ts";

/** Run inside a namespace: sends each packet (hexadecimal, a whole IPv4 packet) to 224.0.0.18 on an interface. */
const [name = "", index = "", ...packets] = process.argv.slice(2);
const sender = openPacketSender(name, Number(index));
if (!sender.ok) throw new Error(sender.error);
const failed = (error: string | null): void => {
  if (error !== null) throw new Error(error);
};
for (const packet of packets) {
  sender.value.queue(Uint8Array.from(Buffer.from(packet, "hex")), Uint8Array.of(224, 0, 0, 18), failed);
}
sender.value.close();
