/** What of the configuration goes into the kernel's tables besides a plain address. */

/** Of an address line, as `ip address` knows them. All absent: keepalived's defaults. */
export interface AddressOptions {
  /** The far end of a point-to-point link; the prefix length is its. */
  readonly peer?: string;
  readonly broadcast?: string;
  /** RT_SCOPE_*: 0 global, 200 site, 253 link, 254 host. */
  readonly scope?: number;
  readonly flags?: readonly AddressFlag[];
  /** preferred_lft in seconds; Infinity is "forever". Absent: 0 for an IPv6 /128, else for ever. */
  readonly preferredLifetime?: number | "forever";
  /** no_track: removed by someone else, it stays away until the instance next becomes master. */
  readonly untracked?: true;
  /** use_vmac on the line: the address gets a macvlan of its own interface. */
  readonly ownVmac?: true;
  /** track_group, static addresses only: its instances are in fault while the address is wanted and can't be set. */
  readonly trackGroup?: string;
}

export type AddressFlag = "home" | "mngtmpaddr" | "noprefixroute" | "autojoin";

/** use_vmac: an interface on top of another one, with the virtual router's MAC. */
export interface Macvlan {
  readonly name: string;
  readonly parent: string;
  /** Lower-case hexadecimal with colons. */
  readonly mac: string;
  readonly family: "inet" | "inet6";
}

/** use_ipvlan: an interface on top of another one that shares its MAC, with an address to send adverts from. */
export interface Ipvlan {
  readonly name: string;
  readonly parent: string;
  readonly family: "inet" | "inet6";
  readonly mode: "bridge" | "private" | "vepa";
  /** Null, over IPv6 only: the link-local address that the kernel gives it. */
  readonly address: IpPrefix | null;
  readonly withoutIpv6: boolean;
}

export interface IpPrefix {
  readonly address: string;
  readonly prefixLength: number;
}

export interface NextHop {
  readonly via: string | null;
  readonly interface: string | null;
  /** 1 to 256. */
  readonly weight: number;
  readonly onlink: boolean;
}

/** Of a route line, beyond what nearly every route has. */
export interface RouteOptions {
  readonly scope?: number;
  readonly protocol?: number;
  readonly tos?: number;
  readonly onlink?: true;
  /** Several ways: then the route itself has no `via` and no `interface`. */
  readonly nextHops?: readonly NextHop[];
  /** RTAX_* number to value (linux/rtnetlink.h), as the kernel keeps it. */
  readonly metrics?: readonly (readonly [number, number])[];
  readonly untracked?: true;
  readonly trackGroup?: string;
}

export type RuleAction =
  | { readonly kind: "table"; readonly table: number }
  | { readonly kind: "goto"; readonly preference: number }
  | { readonly kind: "nop" | "blackhole" | "unreachable" | "prohibit" };

type Range = readonly [first: number, last: number];

/** A line of virtual_rules or static_rules. */
export interface VirtualRule {
  readonly family: "inet" | "inet6";
  readonly preference: number;
  readonly action: RuleAction;
  readonly from?: IpPrefix;
  readonly to?: IpPrefix;
  readonly not?: true;
  readonly inputInterface?: string;
  readonly outputInterface?: string;
  readonly tos?: number;
  readonly mark?: { readonly value: number; readonly mask: number };
  readonly suppressPrefixLength?: number;
  readonly suppressGroup?: number;
  readonly users?: Range;
  readonly protocol?: number;
  readonly ipProtocol?: number;
  readonly sourcePorts?: Range;
  readonly destinationPorts?: Range;
  readonly untracked?: true;
  readonly trackGroup?: string;
}
