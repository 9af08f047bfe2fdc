import { viewOf } from "../bytes/bytes.ts";

const ETHERTYPE_ARP = 0x0806;
const ETHERTYPE_IPV4 = 0x0800;
const HARDWARE_ETHERNET = 1;
const REQUEST = 1;

/**
 * A gratuitous ARP in the request form (RFC 826; RFC 5227 section 3): sender and target address are the VIP, so every
 * neighbour that knows the VIP takes the sender's MAC address.
 *
 *   0 destination MAC (broadcast)   6 source MAC   12 ethertype
 *  14 hardware type   16 protocol type   18 lengths 6, 4   20 operation
 *  22 sender MAC      28 sender IP       32 target MAC     38 target IP
 */
export const encodeGratuitousArp = (mac: Uint8Array, address: Uint8Array): Uint8Array => {
  const frame = new Uint8Array(42);
  const view = viewOf(frame);
  frame.fill(0xff, 0, 6);
  frame.set(mac, 6);
  view.setUint16(12, ETHERTYPE_ARP);
  view.setUint16(14, HARDWARE_ETHERNET);
  view.setUint16(16, ETHERTYPE_IPV4);
  view.setUint8(18, 6);
  view.setUint8(19, 4);
  view.setUint16(20, REQUEST);
  frame.set(mac, 22);
  frame.set(address, 28);
  frame.fill(0xff, 32, 38);
  frame.set(address, 38);
  return frame;
};
