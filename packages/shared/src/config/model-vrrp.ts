import type { Millis } from "../base/duration.ts";

/** How an instance departs from what is usual; all absent: as usual. */
export interface VrrpBehaviour {
  /** no_accept, vrrp_strict: traffic for the addresses is dropped, they are there to route through only. */
  readonly noAccept?: true;
  /** lower_prio_no_advert: a weaker master gets no advert for an answer. */
  readonly silentToWeaker?: true;
  /** higher_prio_send_advert: one advert more before yielding to a stronger master. */
  readonly advertBeforeYield?: true;
  /** owner_ignore_adverts: an owner hears nobody. */
  readonly deafAsOwner?: true;
  /** skip_check_adv_addr: as backup, the addresses of a master that is known are not compared again. */
  readonly skipAddressCheck?: true;
  /** dont_track_primary: the state of the interface does not matter. */
  readonly ignoresInterface?: true;
  /**
   * timer_expired_backup: after a stall longer than a peer of this priority waits it is backup at once; 0: of its own
   * priority. Absent: it listens first, and lets nothing go.
   */
  readonly stallPeerPriority?: number;
  /** track_src_ip: without its source address on the interface the instance is in fault. */
  readonly tracksSource?: true;
  /** unicast_ttl. */
  readonly unicastTtl?: number;
  /** min_ttl and max_ttl of peers: what comes with less or more is refused. */
  readonly peerTtls?: readonly PeerTtl[];
  /** unicast_fault_no_peer, and there is none: the instance stays in fault. */
  readonly lacksPeer?: true;
  /** promote_secondaries: the kernel keeps the other addresses when the first of a network is removed. */
  readonly promotesSecondaries?: true;
  /** notify_priority_changes: pipes and `notify` are told of a new priority too. */
  readonly tellsPriority?: true;
}

export interface PeerTtl {
  readonly address: string;
  readonly min: number;
  readonly max: number;
}

/** The least time between two announcements, in milliseconds; 0: none. */
export interface AnnouncePause {
  /** garp_interval. */
  readonly arp: Millis;
  /** gna_interval. */
  readonly neighbor: Millis;
}

/** vrrp_garp_interval and vrrp_gna_interval for each interface, garp_group for several together. */
export interface AnnouncePauses {
  readonly each: AnnouncePause;
  readonly groups: readonly (AnnouncePause & { readonly interfaces: readonly string[] })[];
}

/** nftables, nftables_priority and nftables_counters; absent: Baton's own. */
export interface FirewallSettings {
  readonly table: string;
  readonly priority: number;
  readonly counters: boolean;
}
