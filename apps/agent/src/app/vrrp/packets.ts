import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { type AddressFamily, addressBytes, addressText } from "@baton/shared/net/ip-address.ts";
import { isMulticast } from "@baton/shared/net/vrrp-group.ts";
import {
  AH_BYTES,
  AH_PROTOCOL,
  behindAuthenticationHeader,
  MAX_SEQUENCE,
  sign,
  withAuthenticationHeader,
} from "../../core/packet/authentication-header.ts";
import type { IpPacket } from "../../core/packet/ip-packet.ts";
import { decodeIpv4, encodeIpv4 } from "../../core/packet/ipv4-header.ts";
import { decodeIpv6, encodeIpv6 } from "../../core/packet/ipv6-header.ts";
import { decodeAdvert, encodeAdvert, peekVirtualRouterId } from "../../core/packet/vrrp.ts";
import { type Path, VRRP_PROTOCOL, VRRP_TOS, VRRP_TTL } from "../../core/packet/vrrp-common.ts";
import { refusalOf } from "../../core/vrrp/accept-advert.ts";
import { type Advert, AUTH_AH } from "../../core/vrrp/advert.ts";
import type { RouterParams } from "../../core/vrrp/params.ts";
import { hmacMd5 } from "./hmac-md5.ts";
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

/** `sequence`: with auth_type AH the number of the advert. */
const buildPacket = (
  params: RouterParams,
  priority: number,
  source: string,
  destination: Uint8Array,
  sequence: number,
): Uint8Array => {
  const path = { source: addressBytes(source) ?? new Uint8Array(destination.length), destination };
  const advert = encodeAdvert(advertOf(params, priority), path, params.checksumAsV2);
  const ttl = params.unicastPeers.length > 0 ? (params.unicastTtl ?? VRRP_TTL) : VRRP_TTL;
  if (params.family === "inet6")
    return encodeIpv6({ trafficClass: VRRP_TOS, hopLimit: ttl, nextHeader: VRRP_PROTOCOL, ...path }, advert);
  if (params.authType === AUTH_AH) return signedPacket(params, advert, ttl, path, sequence);
  // Identification 0: the kernel counts it up (raw(7), IP_HDRINCL).
  return encodeIpv4({ tos: VRRP_TOS, identification: 0, ttl, protocol: VRRP_PROTOCOL, ...path }, advert);
};

const signedPacket = (
  params: RouterParams,
  advert: Uint8Array,
  ttl: number,
  path: Path,
  sequence: number,
): Uint8Array => {
  // The identification is part of the digest, so the kernel must not choose it, as it would choose one for 0.
  const identification = sequence & 0xffff || 1;
  const fields = { tos: VRRP_TOS, identification, ttl, protocol: AH_PROTOCOL, ...path };
  const packet = encodeIpv4(fields, withAuthenticationHeader(path.source, sequence, advert));
  sign(packet, params.authKey, params.unicastPeers.length > 0, hmacMd5);
  return packet;
};

/**
 * The whole packets of an advert, one for each destination; remembered, since a master repeats itself, but with AH, which
 * counts them.
 */
export const advertPackets = (router: Router, priority: number, source: string): readonly OutgoingAdvert[] => {
  const { params, lastSent } = router;
  const counts = params.authType === AUTH_AH;
  if (counts) router.sequence = Math.min(router.sequence + 1, MAX_SEQUENCE);
  if (!counts && lastSent?.params === params && lastSent.priority === priority && lastSent.source === source)
    return lastSent.packets;
  const { unicastPeers } = params;
  const packets = (unicastPeers.length > 0 ? unicastPeers : [params.group]).map((address) => {
    const destination = addressBytes(address) ?? new Uint8Array(4);
    return { packet: buildPacket(params, priority, source, destination, router.sequence), destination };
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
/** In IPv4. */
const PROTOCOL_AT = 9;
const SOURCE_AT = { inet: [12, 16], inet6: [8, 24] } as const;

const NO_HEADER: RefusedPacket = { kind: "truncated", detail: "no VRRP header" };

export const familyIn = (bytes: Uint8Array): AddressFamily => ((bytes[0] ?? 0) >> 4 === 6 ? "inet6" : "inet");

export const virtualRouterIdIn = (bytes: Uint8Array): number | null => {
  const first = bytes[0] ?? 0;
  if (first >> 4 === 6) return peekVirtualRouterId(bytes, IPV6_HEADER_BYTES);
  return peekVirtualRouterId(bytes, (first & 15) * 4 + (bytes[PROTOCOL_AT] === AH_PROTOCOL ? AH_BYTES : 0));
};

const DESTINATION_AT = { inet: [16, 20], inet6: [24, 40] } as const;

/** Null: unicast, or cut short. */
export const multicastGroupIn = (bytes: Uint8Array): string | null => {
  const [from, to] = DESTINATION_AT[familyIn(bytes)];
  if (bytes.length < to) return null;
  const destination = addressText(bytes.subarray(from, to));
  return isMulticast(destination) ? destination : null;
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
  const { group } = params;
  if (params.unicastPeers.length === 0)
    return packet.destination === group
      ? null
      : { kind: "unicast", detail: `sent to ${packet.destination}, expected multicast ${group}` };
  if (isMulticast(packet.destination)) return { kind: "multicast", detail: "sent by multicast, expected unicast" };
  const bounds = params.peerTtls.find(({ address }) => address === packet.source);
  if (bounds && (packet.ttl < bounds.min || packet.ttl > bounds.max))
    return { kind: "ttl", detail: `TTL ${packet.ttl}, expected ${bounds.min} to ${bounds.max} from this peer` };
  return params.checkUnicastSource && !params.unicastPeers.includes(packet.source)
    ? { kind: "unicast-source", detail: "not a listed unicast peer" }
    : null;
};

/** The addresses that a sound advert speaks for, whoever sent it; none of any other packet. */
export const addressesIn = (packet: IpPacket): readonly string[] => {
  const behind = packet.protocol === AH_PROTOCOL ? behindAuthenticationHeader(packet.payload) : null;
  const advert = decodeAdvert(behind ? { ...packet, protocol: VRRP_PROTOCOL, payload: behind } : packet, true);
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
