import { concatBytes, equalBytes, viewOf } from "../bytes/bytes.ts";
import { internetChecksum } from "../bytes/internet-checksum.ts";

/** ICMP echo for IPv4 (RFC 792) and IPv6 (RFC 4443). */

export interface Echo {
  readonly identifier: number;
  readonly sequence: number;
  /** Comes back as it was: what tells one echo from another. */
  readonly payload: Uint8Array;
}

export type IcmpFamily = "inet" | "inet6";

export type IcmpNews =
  | { readonly type: "reply"; readonly echo: Echo }
  /** A router or the host says that our request could not be delivered. */
  | { readonly type: "unreachable"; readonly echo: Echo; readonly reason: string };

const HEADER_BYTES = 8;
const TYPES = {
  inet: { request: 8, reply: 0, unreachable: 3 },
  inet6: { request: 128, reply: 129, unreachable: 1 },
} as const;
const REASONS: Readonly<Record<IcmpFamily, readonly string[]>> = {
  inet: ["network unreachable", "host unreachable", "protocol unreachable", "port unreachable"],
  inet6: ["no route", "forbidden by a firewall", "host unreachable", "host unreachable", "port unreachable"],
};

/** The kernel puts in the checksum of ICMPv6, which covers addresses that only it knows. */
export const encodeEchoRequest = (family: IcmpFamily, { identifier, sequence, payload }: Echo): Uint8Array => {
  const header = new Uint8Array(HEADER_BYTES);
  const view = viewOf(header);
  view.setUint8(0, TYPES[family].request);
  view.setUint16(4, identifier);
  view.setUint16(6, sequence);
  const message = concatBytes([header, payload]);
  if (family === "inet") viewOf(message).setUint16(2, internetChecksum(message));
  return message;
};

const echoOf = (message: Uint8Array, type: number): Echo | null => {
  if (message.length < HEADER_BYTES || message[0] !== type) return null;
  const view = viewOf(message);
  return { identifier: view.getUint16(4), sequence: view.getUint16(6), payload: message.subarray(HEADER_BYTES) };
};

/** The ICMP message in an IPv4 packet, or null. A raw IPv6 socket gives the message without a header. */
const unwrap = (family: IcmpFamily, packet: Uint8Array): Uint8Array | null => {
  if (family === "inet6") return packet;
  const first = packet[0] ?? 0;
  const headerBytes = (first & 15) * 4;
  if (first >> 4 !== 4 || headerBytes < 20 || packet.length < headerBytes || packet[9] !== 1) return null;
  return packet.subarray(headerBytes);
};

/** The packet that an error quotes, of which at least the first 8 bytes behind the IP header are there. */
const quoted = (family: IcmpFamily, message: Uint8Array): Uint8Array | null => {
  const packet = message.subarray(HEADER_BYTES);
  if (family === "inet") return unwrap("inet", packet);
  const FIXED_HEADER = 40;
  return packet.length >= FIXED_HEADER && packet[6] === 58 ? packet.subarray(FIXED_HEADER) : null;
};

/** What a received packet says about an echo of ours; null for everything else. Never throws. */
export const decodeIcmp = (family: IcmpFamily, packet: Uint8Array): IcmpNews | null => {
  const message = unwrap(family, packet);
  if (!message || message.length < HEADER_BYTES) return null;
  const { request, reply, unreachable } = TYPES[family];
  if (family === "inet" && internetChecksum(message) !== 0) return null;
  const answered = echoOf(message, reply);
  if (answered) return { type: "reply", echo: answered };
  if (message[0] !== unreachable) return null;
  const inner = quoted(family, message);
  const echo = inner && echoOf(inner, request);
  return echo ? { type: "unreachable", echo, reason: REASONS[family][message[1] ?? 0] ?? "unreachable" } : null;
};

/** An error may quote only the first bytes of the payload. */
export const sameEcho = (sent: Echo, heard: Echo): boolean =>
  sent.identifier === heard.identifier &&
  sent.sequence === heard.sequence &&
  equalBytes(sent.payload.subarray(0, heard.payload.length), heard.payload.subarray(0, sent.payload.length));
