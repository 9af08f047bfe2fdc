/** What an IP packet of either family says, as far as VRRP needs it. */
export interface IpPacket {
  /** The hop limit in IPv6. */
  readonly ttl: number;
  readonly protocol: number;
  /** Canonical text. */
  readonly source: string;
  readonly destination: string;
  /** Cut to the length that the header says. */
  readonly payload: Uint8Array;
}
