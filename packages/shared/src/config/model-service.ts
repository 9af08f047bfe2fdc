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
  /** As the file has them, where nftables_ipvs wants to know: only of a group without marks. */
  readonly ranges?: readonly ServiceRange[];
  /** In a running agent with nftables_ipvs: what clients talk to; `services` is the one mark that stands for them. */
  readonly marked?: readonly ServiceAddress[];
}

/** Both addresses included. */
export interface ServiceRange {
  readonly first: string;
  readonly last: string;
  /** 0: any. */
  readonly port: number;
}

/** nftables_ipvs: the packets of each group are marked, and the mark is the service. */
export interface MarkSettings {
  readonly table: string;
  readonly priority: number;
  readonly firstMark: number;
  /** nftables_counters. */
  readonly counters: boolean;
}

/** Everything is absent unless the file says it. */
export interface IpvsSettings {
  /** net_namespace_ipvs: the table of this network namespace is meant; of a running agent it does not change. */
  readonly namespace?: string;
  readonly marks?: MarkSettings;
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
