/** Parts of virtual servers and of what holds for the whole IPVS table. */

/** How TUN wraps packets when it is not plain IP in IP. */
export interface TunnelOptions {
  readonly type: "ipip" | "gue" | "gre";
  /** UDP port of gue; 0 otherwise. */
  readonly port: number;
  readonly checksum: "none" | "checksum" | "remote";
}

/** What a client talks to: an address and port, or packets with a mark. */
export interface ServiceAddress {
  /** Of a service by firewall mark the unspecified address of its family, with port 0. */
  readonly address: string;
  readonly port: number;
  /** The mark of the packets, set by a firewall. */
  readonly mark?: number;
}

export interface VirtualServerGroup {
  readonly name: string;
  /** Ranges are written out. */
  readonly services: readonly ServiceAddress[];
}

/** Everything is absent unless the file says it. */
export interface IpvsSettings {
  /** net_namespace_ipvs: the table of this network namespace is meant; of a running agent it does not change. */
  readonly namespace?: string;
  /** lvs_timeouts. */
  readonly timeouts?: ConnectionTimeouts;
  /** lvs_flush: services that the file does not have leave the table at the start, whoever made them. */
  readonly flushAtStart?: boolean;
  /** lvs_flush_on_stop: services go without their servers being taken out first; `table`: everybody's services. */
  readonly flushAtStop?: "table" | "services";
}

/** Idle times after which the kernel forgets a connection, seconds; what is absent stays as it is. */
export interface ConnectionTimeouts {
  readonly tcp?: number;
  readonly tcpFin?: number;
  readonly udp?: number;
}
