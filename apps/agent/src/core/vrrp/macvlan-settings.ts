/** Kernel settings that macvlans and ipvlans need, as keepalived makes them. */

export interface Setting {
  readonly key: string;
  readonly value: number;
}

const ipv4 = (device: string, name: string, value: number): Setting => ({
  key: `net/ipv4/conf/${device}/${name}`,
  value,
});
const ipv6 = (device: string, name: string, value: number): Setting => ({
  key: `net/ipv6/conf/${device}/${name}`,
  value,
});

/** IN6_ADDR_GEN_MODE_NONE: no link-local address of its own. */
const NO_OWN_ADDRESS = 1;

/**
 * For the macvlan, before it is switched on. Its address must be answered for by it alone (arp_ignore), what comes from
 * this host's other address must be taken (accept_local, rp_filter), and it must say nothing by itself over IPv6:
 * whatever a backup sends from the shared MAC misleads switches.
 */
export const macvlanSettings = (name: string, family: "inet" | "inet6"): readonly Setting[] => [
  ipv6(name, "addr_gen_mode", NO_OWN_ADDRESS),
  ...(family === "inet"
    ? [
        ipv6(name, "disable_ipv6", 1),
        ipv4(name, "arp_ignore", 1),
        ipv4(name, "accept_local", 1),
        ipv4(name, "rp_filter", 0),
        ipv4(name, "promote_secondaries", 1),
      ]
    : [ipv6(name, "accept_ra", 0), ipv6(name, "autoconf", 0)]),
];

/** For an ipvlan, before it is switched on. */
export const ipvlanSettings = (name: string, withoutIpv6: boolean): readonly Setting[] =>
  withoutIpv6 ? [ipv6(name, "disable_ipv6", 1)] : [];

/** For the interface below: it does not answer for the macvlan's addresses. */
export const parentSettings = (name: string): readonly Setting[] => [
  ipv4(name, "arp_ignore", 1),
  ipv4(name, "arp_filter", 1),
];

/**
 * The greater of `all` and the interface's own rp_filter counts, so `all` has to be 0 for a macvlan to be without it;
 * every other interface keeps what it had by getting it for itself (net/ipv4/conf in ip-sysctl.rst).
 * `own`: rp_filter of each interface and of "default".
 */
export const withoutGlobalFilter = (all: number, own: ReadonlyMap<string, number>): readonly Setting[] => {
  if (all === 0) return [];
  const raised = [...own].filter(([, value]) => value < all).map(([device]) => ipv4(device, "rp_filter", all));
  return [...raised, ipv4("all", "rp_filter", 0)];
};
