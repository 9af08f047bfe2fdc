import { viewOf } from "../bytes/bytes.ts";

/** BFD control packets, RFC 5880 section 4.1, without authentication. Intervals are in microseconds, as on the wire. */

export const STATES = ["admin-down", "down", "init", "up"] as const;
export type BfdState = (typeof STATES)[number];

/** Diagnostic codes that are said here; others are heard. */
export const DIAGNOSTIC = { none: 0, timeExpired: 1, neighborDown: 3, adminDown: 7 } as const;

export interface BfdPacket {
  readonly diagnostic: number;
  readonly state: BfdState;
  readonly poll: boolean;
  readonly final: boolean;
  readonly demand: boolean;
  readonly multiplier: number;
  readonly myDiscriminator: number;
  readonly yourDiscriminator: number;
  readonly desiredMinTx: number;
  readonly requiredMinRx: number;
}

const PACKET_BYTES = 24;
const VERSION = 1;
const POLL = 0x20;
const FINAL = 0x10;
const AUTHENTICATED = 0x04;
const DEMAND = 0x02;
const MULTIPOINT = 0x01;

export const encodeBfd = (packet: BfdPacket): Uint8Array => {
  const bytes = new Uint8Array(PACKET_BYTES);
  const view = viewOf(bytes);
  view.setUint8(0, (VERSION << 5) | packet.diagnostic);
  const flags = (packet.poll ? POLL : 0) | (packet.final ? FINAL : 0) | (packet.demand ? DEMAND : 0);
  view.setUint8(1, (STATES.indexOf(packet.state) << 6) | flags);
  view.setUint8(2, packet.multiplier);
  view.setUint8(3, PACKET_BYTES);
  view.setUint32(4, packet.myDiscriminator);
  view.setUint32(8, packet.yourDiscriminator);
  view.setUint32(12, packet.desiredMinTx);
  view.setUint32(16, packet.requiredMinRx);
  return bytes;
};

/** Null for what section 6.8.6 says to discard whatever the session. Never throws. */
export const decodeBfd = (bytes: Uint8Array): BfdPacket | null => {
  if (bytes.length < PACKET_BYTES) return null;
  const view = viewOf(bytes);
  const [first, flags, multiplier, length] = [view.getUint8(0), view.getUint8(1), view.getUint8(2), view.getUint8(3)];
  const state = STATES[flags >> 6];
  if (first >> 5 !== VERSION || length < PACKET_BYTES || length > bytes.length || state === undefined) return null;
  // No session here has authentication, and none has more than two ends.
  if (multiplier === 0 || (flags & (AUTHENTICATED | MULTIPOINT)) !== 0) return null;
  if ((flags & POLL) !== 0 && (flags & FINAL) !== 0) return null;
  const myDiscriminator = view.getUint32(4);
  const yourDiscriminator = view.getUint32(8);
  if (myDiscriminator === 0) return null;
  if (yourDiscriminator === 0 && state !== "down" && state !== "admin-down") return null;
  return {
    diagnostic: first & 31,
    state,
    poll: (flags & POLL) !== 0,
    final: (flags & FINAL) !== 0,
    demand: (flags & DEMAND) !== 0,
    multiplier,
    myDiscriminator,
    yourDiscriminator,
    desiredMinTx: view.getUint32(12),
    requiredMinRx: view.getUint32(16),
  };
};
