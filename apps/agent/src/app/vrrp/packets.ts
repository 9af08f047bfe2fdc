import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { type AddressFamily, addressBytes } from "@baton/shared/net/ip-address.ts";
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

const groupOf = (params: RouterParams): string => (params.family === "inet" ? VRRP_GROUP_IPV4 : VRRP_GROUP_IPV6);

const buildPacket = (params: RouterParams, priority: number, source: string, destination: Uint8Array): Uint8Array => {
  const path = { source: addressBytes(source) ?? new Uint8Array(destination.length), destination };
  const advert = encodeAdvert(advertOf(params, priority), path, params.checksumAsV2);
  const ttl = params.unicastPeers.length > 0 ? (params.unicastTtl ?? VRRP_TTL) : VRRP_TTL;
  if (params.family === "inet6")
    return encodeIpv6({ trafficClass: VRRP_TOS, hopLimit: ttl, nextHeader: VRRP_PROTOCOL, ...path }, advert);
  // Identification 0: the kernel counts it up (raw(7), IP_HDRINCL).
  return encodeIpv4({ tos: VRRP_TOS, identification: 0, ttl, protocol: VRRP_PROTOCOL, ...path }, advert);
};

/** The whole packets of an advert, one for each destination; remembered, since a master repeats itself. */
export const advertPackets = (router: Router, priority: number, source: string): readonly OutgoingAdvert[] => {
  const { params, lastSent } = router;
  if (lastSent?.params === params && lastSent.priority === priority && lastSent.source === source)
    return lastSent.packets;
  const { unicastPeers } = params;
  const packets = (unicastPeers.length > 0 ? unicastPeers : [groupOf(params)]).map((address) => {
    const destination = addressBytes(address) ?? new Uint8Array(4);
    return { packet: buildPacket(params, priority, source, destination), destination };
  });
  router.lastSent = { params, priority, source, packets };
  return packets;
};

export interface RefusedPacket {
  readonly kind: string;
  readonly detail: string;
}

/** For which virtual router a packet is, before anything else of it is believed. */
export interface Envelope {
  readonly family: AddressFamily;
  readonly virtualRouterId: number;
  /** From where to where in the packet the sender's address is. */
  readonly sourceAt: readonly [from: number, to: number];
  read(): Result<IpPacket, RefusedPacket>;
}

const IPV6_HEADER_BYTES = 40;
const SOURCE_AT = { inet: [12, 16], inet6: [8, 24] } as const;

const NO_HEADER: RefusedPacket = { kind: "truncated", detail: "no VRRP header" };

export const familyIn = (bytes: Uint8Array): AddressFamily => ((bytes[0] ?? 0) >> 4 === 6 ? "inet6" : "inet");

export const virtualRouterIdIn = (bytes: Uint8Array): number | null => {
  const first = bytes[0] ?? 0;
  return peekVirtualRouterId(bytes, first >> 4 === 6 ? IPV6_HEADER_BYTES : (first & 15) * 4);
};

export const openEnvelope = (bytes: Uint8Array): Result<Envelope, RefusedPacket> => {
  const family = familyIn(bytes);
  const read = () => (family === "inet6" ? decodeIpv6(bytes) : decodeIpv4(bytes));
  const virtualRouterId = virtualRouterIdIn(bytes);
  if (virtualRouterId !== null) return ok({ family, virtualRouterId, sourceAt: SOURCE_AT[family], read });
  const packet = read();
  return packet.ok ? err(NO_HEADER) : packet;
};

const sameBetween = (a: Uint8Array, b: Uint8Array, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) if (a[i] !== b[i]) return false;
  return true;
};

/**
 * Whether two packets say the same, byte by byte: then they also mean the same to the same settings. In an IPv4 header
 * the identification (4 and 5) and the checksum over it (10 and 11) differ from packet to packet.
 */
export const sameAdvert = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  if ((a[0] ?? 0) >> 4 !== 4) return sameBetween(a, b, 0, a.length);
  return sameBetween(a, b, 12, a.length) && sameBetween(a, b, 6, 10) && sameBetween(a, b, 0, 4);
};

/** Multicast where unicast was agreed, or the reverse, or a stranger's unicast. */
const wrongPath = (params: RouterParams, packet: IpPacket): RefusedPacket | null => {
  const group = groupOf(params);
  const multicast = packet.destination === group;
  if (params.unicastPeers.length === 0)
    return multicast ? null : { kind: "unicast", detail: `sent to ${packet.destination}, expected multicast ${group}` };
  if (multicast) return { kind: "multicast", detail: "sent by multicast, expected unicast" };
  const bounds = params.peerTtls.find(({ address }) => address === packet.source);
  if (bounds && (packet.ttl < bounds.min || packet.ttl > bounds.max))
    return { kind: "ttl", detail: `TTL ${packet.ttl}, expected ${bounds.min} to ${bounds.max} from this peer` };
  return params.checkUnicastSource && !params.unicastPeers.includes(packet.source)
    ? { kind: "unicast-source", detail: "not a listed unicast peer" }
    : null;
};

/** The addresses that a sound advert speaks for, whoever sent it; none of any other packet. */
export const addressesIn = (packet: IpPacket): readonly string[] => {
  const advert = decodeAdvert(packet, true);
  return advert.ok ? advert.value.addresses : [];
};

/** Everything that has to hold before the machine hears of it. `known`: see refusalOf. */
export const readAdvert = (params: RouterParams, packet: IpPacket, known = ""): Result<Advert, RefusedPacket> => {
  const advert = decodeAdvert(packet, params.unicastPeers.length > 0);
  if (!advert.ok) return advert;
  const path = wrongPath(params, packet);
  if (path) return err(path);
  const refusal = refusalOf(params, advert.value, packet.source === known);
  return refusal ? err({ kind: refusal.reason, detail: refusal.detail }) : advert;
};
