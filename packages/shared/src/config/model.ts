import type { Millis } from "../base/duration.ts";
import type { BfdInstance } from "./model-bfd.ts";
import type { Checker, ClientCertificate } from "./model-checks.ts";
import type { AddressOptions, Ipvlan, Macvlan, VirtualRule } from "./model-kernel.ts";
import type { MailSettings } from "./model-mail.ts";
import type { IpvsSettings, ServiceAddress, TunnelOptions, VirtualServerGroup } from "./model-service.ts";
import type {
  DaemonScript,
  FifoReader,
  LinkDelay,
  NotifyPipe,
  NotifyScripts,
  ProcessScheduling,
  ScriptCommand,
  ScriptSettings,
  SyncDaemonSettings,
  TrackedItem,
  TrackFile,
  TrackProcess,
  TrackScript,
  VirtualRoute,
} from "./model-track.ts";
import type { AnnouncePauses, FirewallSettings, VrrpBehaviour } from "./model-vrrp.ts";
import type { SourceRange } from "./source.ts";

export type { Checker, TcpCheck } from "./model-checks.ts";

/** What a keepalived.conf means, with every default filled in. The agent's plan is made from this and nothing else. */
export interface ConfigModel {
  readonly globals: GlobalDefs;
  readonly vrrpInstances: readonly VrrpInstance[];
  readonly virtualServers: readonly VirtualServer[];
  /** Only those that an instance tracks are run. */
  readonly trackScripts?: readonly TrackScript[];
  readonly trackProcesses?: readonly TrackProcess[];
  readonly trackFiles?: readonly TrackFile[];
  readonly bfdInstances?: readonly BfdInstance[];
  /** Held from the start to the end, whatever the state. */
  readonly staticAddresses?: readonly VirtualAddress[];
  readonly staticRoutes?: readonly VirtualRoute[];
  readonly staticRules?: readonly VirtualRule[];
  readonly trackGroups?: readonly TrackGroup[];
  readonly linkDelays?: readonly LinkDelay[];
  readonly syncGroups?: readonly VrrpSyncGroup[];
}

/** Instances that change state together. What the group tracks is with its members. */
export interface VrrpSyncGroup {
  readonly name: string;
  /** Names of instances, at least two. */
  readonly members: readonly string[];
  readonly notify?: NotifyScripts;
}

/** track_group: the instances that depend on static addresses, routes and rules. */
export interface TrackGroup {
  readonly name: string;
  readonly members: readonly string[];
}

export interface GlobalDefs {
  readonly routerId: string | null;
  /** net_namespace: everything of this file is in the network namespace that `ip netns` knows by this name. */
  readonly namespace?: string;
  /** reload_time_file: its first line is the time of a reload. */
  readonly timedReload?: { readonly file: string; readonly repeat: boolean };
  /** reload_file: it is there while the configuration is read anew. */
  readonly reloadFile?: string;
  readonly clientCertificate?: ClientCertificate;
  readonly mail?: MailSettings;
  readonly scripts?: ScriptSettings;
  /** rs_init_notifies: notify_up is run for the servers that are in service at the start. */
  readonly notifyAtStart?: boolean;
  /** notify_fifo and vrrp_notify_fifo: every state change of an instance or a group is written to these. */
  readonly vrrpFifos?: readonly NotifyPipe[];
  /** notify_fifo_script and vrrp_notify_fifo_script. */
  readonly vrrpFifoReaders?: readonly FifoReader[];
  /** notify_fifo and lvs_notify_fifo: every server that comes or goes and every quorum is written to these. */
  readonly lvsFifos?: readonly NotifyPipe[];
  /** lvs_notify_fifo_script. */
  readonly lvsFifoReaders?: readonly FifoReader[];
  /** startup_script: runs to its end before anything else begins; not at a reload. */
  readonly startupScript?: DaemonScript;
  /** shutdown_script: runs when everything has ended. */
  readonly shutdownScript?: DaemonScript;
  readonly vrrpScheduling?: ProcessScheduling;
  /** vrrp_startup_delay: so long after the start no instance does anything. */
  readonly vrrpStartupDelay?: Millis;
  readonly firewall?: FirewallSettings;
  readonly announcePauses?: AnnouncePauses;
  /** log_unknown_vrids: adverts of a VRID that no instance of the interface has are logged, once for each sender. */
  readonly logsUnknownVrids?: true;
  /** disable_local_igmp: the kernel reports no membership in groups of 224.0.0.0/24. */
  readonly silentLocalGroups?: true;
  readonly syncDaemon?: SyncDaemonSettings;
  readonly ipvs?: IpvsSettings;
}

export interface VirtualAddress extends AddressOptions {
  /** Canonical text. */
  readonly address: string;
  readonly prefixLength: number;
  /** The interface that carries it: `dev`, or the instance's own. */
  readonly interface: string;
  readonly label: string | null;
}

export interface GarpSettings {
  /** Frames per burst. */
  readonly repeat: number;
  /** Time from the first burst to the second; 0 means no second burst. */
  readonly delay: Millis;
  /** Period of refreshes while master; 0 means never. */
  readonly refresh: Millis;
  readonly refreshRepeat: number;
  /** The burst after hearing a weaker master. */
  readonly lowerPriorityRepeat: number;
  readonly lowerPriorityDelay: Millis;
  readonly extra?: ExtraGarp;
}

/** garp_extra_if: while master, so often one address of each of these interfaces is announced. */
export interface ExtraGarp {
  readonly every: Millis;
  readonly interfaces: readonly string[];
}

/** What an instance adds to the receive buffer of its interface: bytes, or so many times the interface's MTU. */
export type ReceiveBuffer = { readonly bytes: number } | { readonly mtus: number };

export interface VrrpInstance extends VrrpBehaviour {
  readonly name: string;
  readonly range: SourceRange;
  readonly interface: string;
  readonly virtualRouterId: number;
  readonly version: 2 | 3;
  readonly initialState: "MASTER" | "BACKUP";
  /** 1 to 255; 255 is the address owner. */
  readonly priority: number;
  readonly advertInterval: Millis;
  readonly downTimerAdverts: number;
  readonly authentication: { readonly type: "PASS" | "AH"; readonly password: string } | null;
  readonly preempt: boolean;
  readonly preemptDelay: Millis;
  /** Advertised and compared. */
  readonly virtualAddresses: readonly VirtualAddress[];
  /** Held but not advertised. */
  readonly excludedAddresses: readonly VirtualAddress[];
  /** Null: the interface's first address. */
  readonly sourceAddress: string | null;
  readonly garp: GarpSettings;
  /** unicast_peer, canonical text. Absent or empty: multicast. */
  readonly unicastPeers?: readonly string[];
  /** mcast_dst_ip, vrrp_mcast_group4 and vrrp_mcast_group6, canonical text. Absent: the group of the RFCs. */
  readonly multicastGroup?: string;
  /** kernel_rx_buf_size, vrrp_rx_bufs_policy; absent: nothing asked for. */
  readonly receiveBuffer?: ReceiveBuffer;
  /** check_unicast_src: adverts from anyone but a listed peer are refused. */
  readonly checkUnicastSource?: boolean;
  /** track_interface. Weight 0: down means fault; otherwise it changes the priority. */
  readonly trackInterfaces?: readonly TrackedInterface[];
  /** After the master resigned by priority 0, waits the whole skew time of the RFCs instead of 20 ms at most. */
  readonly wholeSkew?: boolean;
  /** v3_checksum_as_v2: adverts of version 3 over IPv4 go out without the pseudo header in the checksum (RFC 9568). */
  readonly checksumAsV2?: boolean;
  readonly trackScripts?: readonly TrackedItem[];
  readonly trackProcesses?: readonly TrackedItem[];
  readonly trackFiles?: readonly TrackedItem[];
  readonly trackBfds?: readonly TrackedItem[];
  readonly notify?: NotifyScripts;
  /** Held while master. */
  readonly routes?: readonly VirtualRoute[];
  readonly rules?: readonly VirtualRule[];
  /** use_vmac and use_vmac_addr; the addresses name these. */
  readonly macvlans?: readonly Macvlan[];
  readonly ipvlan?: Ipvlan;
  /** vrf: a unicast instance without an interface; `interface` is the VRF's device. */
  readonly inVrf?: true;
  /** Where adverts are sent and received when that is not `interface`: its macvlan or ipvlan. */
  readonly advertInterface?: string;
}

/** A positive weight is added while the interface is up, a negative one while it is down; `reverse` swaps the two. */
export interface TrackedInterface {
  readonly interface: string;
  /** -253 to 253. */
  readonly weight: number;
  readonly reverse: boolean;
}

export type Protocol = "TCP" | "UDP" | "SCTP";
export type ForwardingMethod = "NAT" | "DR" | "TUN";

/** One service with its pool; by firewall mark (the protocol says nothing then), or a whole group of services. */
export interface VirtualServer extends ServiceAddress {
  readonly range: SourceRange;
  readonly protocol: Protocol;
  /** virtual_server group: these share the pool; address and port above are unspecified. */
  readonly group?: VirtualServerGroup;
  /** The kernel's name of the scheduler: rr, wrr, lc, wlc, ... */
  readonly scheduler: string;
  readonly forwarding: ForwardingMethod;
  /** Null: no persistence. */
  readonly persistenceTimeout: Millis | null;
  readonly delayLoop: Millis;
  /** Real servers start down and wait for their first success. */
  readonly alpha: boolean;
  readonly omega: boolean;
  readonly quorum: number;
  readonly hysteresis: number;
  readonly realServers: readonly RealServer[];
  /** Takes the traffic while the quorum is lost. */
  readonly sorryServer?: SorryServer | null;
  /** persistence_granularity as a prefix length; absent: every client for itself. */
  readonly persistencePrefixLength?: number;
  readonly persistenceEngine?: string | null;
  /** One-packet scheduling (UDP). */
  readonly onePacket?: boolean;
  /** flag-1, flag-2, flag-3 as bits 1, 2, 4; sh-fallback and mh-fallback are the first, sh-port and mh-port the second. */
  readonly schedulerFlags?: number;
  /** Absent: as the default of all; of a real server: as its virtual server. */
  readonly smtpAlert?: boolean;
  /** Run when the quorum is gained, and lost. */
  readonly quorumUp?: ScriptCommand | null;
  readonly quorumDown?: ScriptCommand | null;
  /** ha_suspend: no probes while no interface but loopback carries the address. */
  readonly haSuspend?: boolean;
  /** only_while_master, Baton's own: in the IPVS table only while an interface but loopback carries the address. */
  readonly onlyWhileMaster?: boolean;
}

/** The stand-in when the quorum is lost: weight 1, never probed. */
export interface SorryServer {
  readonly address: string;
  readonly port: number;
  readonly forwarding: ForwardingMethod;
  readonly tunnel?: TunnelOptions;
  /** sorry_server_inhibit: in the table with weight 0 while it is not needed. */
  readonly inhibit: boolean;
}

export interface RealServer {
  readonly range: SourceRange;
  readonly address: string;
  readonly port: number;
  readonly weight: number;
  readonly forwarding: ForwardingMethod;
  readonly tunnel?: TunnelOptions;
  readonly inhibitOnFailure: boolean;
  /** standby, Baton's own: serves only while the others have lost their quorum. */
  readonly standby?: boolean;
  /** No new connections above this many; absent or 0: no limit. */
  readonly upperThreshold?: number;
  /** New connections again below this many. */
  readonly lowerThreshold?: number;
  readonly checkers: readonly Checker[];
  readonly smtpAlert?: boolean;
  /** Run when the server goes into service, and out of it. */
  readonly notifyUp?: ScriptCommand | null;
  readonly notifyDown?: ScriptCommand | null;
}
