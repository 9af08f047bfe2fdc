import type { Result } from "@baton/shared/base/result.ts";

/** One network interface, as VRRP uses it: adverts in and out, and Ethernet frames out. Sending never waits. */
export interface PacketLink {
  /** A whole IP packet. The error is a sentence with the errno name. */
  sendPacket(packet: Uint8Array, destination: Uint8Array): Result<void, string>;
  sendFrame(frame: Uint8Array): Result<void, string>;
  close(): void;
}

export interface PacketLinkOptions {
  readonly interface: string;
  readonly interfaceIndex: number;
  /** Also speak VRRP over IPv6 here. */
  readonly ipv6: boolean;
  /** Whole IP packets of protocol 112 that arrived; the bytes belong to the receiver. */
  readonly onPacket: (packet: Uint8Array) => void;
  readonly onError: (sentence: string) => void;
}

/** Fails with a sentence: no rights, no such interface. */
export type OpenPacketLink = (options: PacketLinkOptions) => Result<PacketLink, string>;
