import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { addressBytes } from "@baton/shared/net/ip-address.ts";
import type { IpPacket } from "../../core/packet/ip-packet.ts";
import { decodeIpv4, encodeIpv4 } from "../../core/packet/ipv4-header.ts";
import { decodeIpv6, encodeIpv6 } from "../../core/packet/ipv6-header.ts";
import { decodeAdvert, encodeAdvert, peekVirtualRouterId } from "../../core/packet/vrrp.ts";
import { VRRP_GROUP_IPV4, VRRP_GROUP_IPV6, VRRP_PROTOCOL, VRRP_TOS, VRRP_TTL } from "../../core/packet/vrrp-common.ts";
import { refusalOf } from "../../core/vrrp/accept-advert.ts";
import type { Advert } from "../../core/vrrp/advert.ts";
import type { RouterParams } from "../../core/vrrp/params.ts";
import type { OutgoingAdvert, Router } from "./router.ts";

/** Between the machine's adverts and IP packets. */

const advertOf = (params: RouterParams, priority: number): Advert => {
  const common = {
    virtualRouterId: params.virtualRouterId,
    priority,
    interval: params.advertInterval,
    addresses: params.addresses,
  };
  return params.version === 2
    ? { version: 2, ...common, authType: params.authType, authData: params.authData }
    : { version: 3, ...common };
};

/** Priorities in use at a time: own, 254, 0, by few sources. */
const MAX_CACHED_PACKETS = 8;

const groupOf = (params: RouterParams): string => (params.family === "inet" ? VRRP_GROUP_IPV4 : VRRP_GROUP_IPV6);

const buildPacket = (params: RouterParams, priority: number, source: string, destination: Uint8Array): Uint8Array => {
  const path = { source: addressBytes(source) ?? new Uint8Array(destination.length), destination };
  const advert = encodeAdvert(advertOf(params, priority), path, params.checksumAsV2);
  if (params.family === "inet6")
    return encodeIpv6({ trafficClass: VRRP_TOS, hopLimit: VRRP_TTL, nextHeader: VRRP_PROTOCOL, ...path }, advert);
  // Identification 0: the kernel counts it up (raw(7), IP_HDRINCL).
  return encodeIpv4({ tos: VRRP_TOS, identification: 0, ttl: VRRP_TTL, protocol: VRRP_PROTOCOL, ...path }, advert);
};

/** The whole packets of an advert, one for each destination; remembered, since a master repeats itself. */
export const advertPackets = (router: Router, priority: number, source: string): readonly OutgoingAdvert[] => {
  const key = `${priority} ${source}`;
  const known = router.packets.get(key);
  if (known) return known;
  const { unicastPeers } = router.params;
  const packets = (unicastPeers.length > 0 ? unicastPeers : [groupOf(router.params)]).map((address) => {
    const destination = addressBytes(address) ?? new Uint8Array(4);
    return { packet: buildPacket(router.params, priority, source, destination), destination };
  });
  if (router.packets.size >= MAX_CACHED_PACKETS) router.packets.clear();
  router.packets.set(key, packets);
  return packets;
};

export interface RefusedPacket {
  readonly kind: string;
  readonly detail: string;
}

/** Who sent it and for which virtual router, as far as that can be read. */
export interface Envelope {
  readonly packet: IpPacket;
  readonly virtualRouterId: number | null;
}

export const openEnvelope = (bytes: Uint8Array): Result<Envelope, RefusedPacket> => {
  const packet = (bytes[0] ?? 0) >> 4 === 6 ? decodeIpv6(bytes) : decodeIpv4(bytes);
  if (!packet.ok) return packet;
  return ok({ packet: packet.value, virtualRouterId: peekVirtualRouterId(packet.value.payload) });
};

/** Multicast where unicast was agreed, or the reverse, or a stranger's unicast. */
const wrongPath = (params: RouterParams, packet: IpPacket): RefusedPacket | null => {
  const group = groupOf(params);
  const multicast = packet.destination === group;
  if (params.unicastPeers.length === 0)
    return multicast ? null : { kind: "unicast", detail: `sent to ${packet.destination}, expected multicast ${group}` };
  if (multicast) return { kind: "multicast", detail: "sent by multicast, expected unicast" };
  return params.checkUnicastSource && !params.unicastPeers.includes(packet.source)
    ? { kind: "unicast-source", detail: "not a listed unicast peer" }
    : null;
};

/** Everything that has to hold before the machine hears of it. */
export const readAdvert = (params: RouterParams, packet: IpPacket): Result<Advert, RefusedPacket> => {
  const advert = decodeAdvert(packet, params.unicastPeers.length > 0);
  if (!advert.ok) return advert;
  const path = wrongPath(params, packet);
  if (path) return err(path);
  const refusal = refusalOf(params, advert.value);
  return refusal ? err({ kind: refusal.reason, detail: refusal.detail }) : advert;
};
