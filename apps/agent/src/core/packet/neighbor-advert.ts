import { viewOf } from "../bytes/bytes.ts";
import { internetChecksum } from "../bytes/internet-checksum.ts";
import { encodeIpv6 } from "./ipv6-header.ts";
import { pseudoHeader } from "./vrrp-common.ts";

const ETHERTYPE_IPV6 = 0x86dd;
const ETHERNET_HEADER_BYTES = 14;
const ICMPV6 = 58;
const NEIGHBOUR_ADVERTISEMENT = 136;
const TARGET_LINK_LAYER_ADDRESS = 2;
const ROUTER = 0x80;
const OVERRIDE = 0x20;
/** ff02::1 and its Ethernet address, RFC 2464 section 7. */
const ALL_NODES = Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
const ALL_NODES_MAC = Uint8Array.of(0x33, 0x33, 0, 0, 0, 1);

/**
 * An unsolicited neighbour advertisement as a whole Ethernet frame: every neighbour that knows the address takes the
 * MAC address at once (RFC 4861 sections 4.4 and 7.2.6).
 *
 *   0 type 136, code   2 checksum   4 flags   8 target   24 option: type 2, length 1 (x 8 bytes), MAC
 *
 * `forwards`: whether this host routes; a host that stops saying so is dropped as a default router.
 */
export const encodeNeighborAdvert = (mac: Uint8Array, address: Uint8Array, forwards: boolean): Uint8Array => {
  const message = new Uint8Array(32);
  const view = viewOf(message);
  view.setUint8(0, NEIGHBOUR_ADVERTISEMENT);
  view.setUint8(4, OVERRIDE | (forwards ? ROUTER : 0));
  message.set(address, 8);
  view.setUint8(24, TARGET_LINK_LAYER_ADDRESS);
  view.setUint8(25, 1);
  message.set(mac, 26);
  const path = { source: address, destination: ALL_NODES };
  view.setUint16(2, internetChecksum(pseudoHeader(path, message.length, ICMPV6), message));
  const packet = encodeIpv6({ trafficClass: 0, hopLimit: 255, nextHeader: ICMPV6, ...path }, message);
  const frame = new Uint8Array(ETHERNET_HEADER_BYTES + packet.length);
  frame.set(ALL_NODES_MAC, 0);
  frame.set(mac, 6);
  viewOf(frame).setUint16(12, ETHERTYPE_IPV6);
  frame.set(packet, ETHERNET_HEADER_BYTES);
  return frame;
};
