import type { Result } from "@baton/shared/base/result.ts";
import type { AddressFamily } from "@baton/shared/net/ip-address.ts";

/** How adverts are heard. */
export interface Hearing {
  /** Multicast groups of both families. */
  readonly groups: readonly string[];
  /** What may wait to be read, in bytes; 0: Baton's own size. */
  readonly bufferBytes: Readonly<Record<AddressFamily, number>>;
}

/** One network interface, as VRRP uses it: adverts in and out, and Ethernet frames out. Sending never waits. */
export interface PacketLink {
  /**
   * A whole IP packet, sent together with others at the next `flush` or before. `told` hears the errno's name when it
   * could not be sent, and null when it could.
   */
  queuePacket(packet: Uint8Array, destination: Uint8Array, told: (error: string | null) => void): void;
  flush(): void;
  /** Hands out the packets that have come already, at once. */
  drain(): void;
  /** From now on; fails with a sentence. */
  follow(hearing: Hearing): Result<void, string>;
  sendFrame(frame: Uint8Array): Result<void, string>;
  close(): void;
}

export interface PacketLinkOptions {
  readonly interface: string;
  readonly interfaceIndex: number;
  /** Also speak VRRP over IPv6 here. */
  readonly ipv6: boolean;
  /** Also hear adverts behind an authentication header. */
  readonly authenticated: boolean;
  readonly hearing: Hearing;
  /** Whole IP packets of protocol 112, or 51, and when they came (monotonic); the bytes are good for the time of the call. */
  readonly onPacket: (packet: Uint8Array, at: number) => void;
  /** How long, in milliseconds, packets that come by the hundred may be left to gather. */
  readonly patience: () => number;
  readonly onError: (sentence: string) => void;
}

/** Fails with a sentence: no rights, no such interface. */
export type OpenPacketLink = (options: PacketLinkOptions) => Result<PacketLink, string>;
