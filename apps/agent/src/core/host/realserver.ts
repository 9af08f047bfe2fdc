import type { FactOf } from "@baton/shared/contract/facts.ts";

/**
 * What makes a host a real server of LVS in DR mode: it owns the VIP, so that it accepts what the director sends it
 * (on loopback with a full-length prefix), and keeps quiet about it, so that ARP for the VIP finds the director alone.
 * Kernel: Documentation/networking/ip-sysctl, arp_ignore and arp_announce; the higher of `all` and the interface counts.
 */
export interface Setting {
  /** Below /proc/sys. */
  readonly key: string;
  readonly value: number;
  readonly accepted: readonly number[];
}

export const ARP_SETTINGS: readonly Setting[] = ["lo", "all"].flatMap((device) => [
  // 1: answer only for addresses of the interface that was asked; 2 does that and looks at the sender's subnet too.
  { key: `net/ipv4/conf/${device}/arp_ignore`, value: 1, accepted: [1, 2] },
  // 2: never use the VIP as the sender of our own ARP requests.
  { key: `net/ipv4/conf/${device}/arp_announce`, value: 2, accepted: [2] },
]);

/** What was read from the kernel. A setting that could not be read is missing. */
export interface HostState {
  readonly loopbackUp: boolean;
  /** Addresses on loopback with their prefix lengths. */
  readonly loopback: readonly { readonly address: string; readonly prefixLength: number }[];
  readonly settings: ReadonlyMap<string, number>;
}

/** What was there before the first change, so that `stop` can put it back. */
export interface Before {
  readonly settings: Readonly<Record<string, number>>;
  /** The VIPs that were on loopback already and therefore stay. */
  readonly addresses: readonly string[];
}

export type HostAction =
  | { readonly type: "set"; readonly key: string; readonly value: number }
  | { readonly type: "add-address" | "remove-address"; readonly address: string; readonly prefixLength: number }
  | { readonly type: "loopback-up" };

const isInet = (address: string): boolean => !address.includes(":");
const fullLength = (address: string): number => (isInet(address) ? 32 : 128);
/** ARP is IPv4's; IPv6 has its own answer to duplicate addresses on loopback. */
const settingsFor = (vips: readonly string[]): readonly Setting[] => (vips.some(isInet) ? ARP_SETTINGS : []);

const carries = (state: HostState, vip: string): boolean =>
  state.loopback.some(({ address, prefixLength }) => address === vip && prefixLength === fullLength(vip));

/** First silence, then the address: the other way round the host would answer ARP for the VIP for a moment. */
export const startActions = (state: HostState, vips: readonly string[]): readonly HostAction[] => [
  ...settingsFor(vips)
    .filter(({ key, accepted }) => !accepted.includes(state.settings.get(key) ?? -1))
    .map(({ key, value }): HostAction => ({ type: "set", key, value })),
  ...(state.loopbackUp ? [] : [{ type: "loopback-up" } as const]),
  ...vips
    .filter((vip) => !carries(state, vip))
    .map((address): HostAction => ({ type: "add-address", address, prefixLength: fullLength(address) })),
];

export const rememberBefore = (state: HostState, vips: readonly string[]): Before => ({
  settings: Object.fromEntries(
    settingsFor(vips).flatMap(({ key }) => {
      const value = state.settings.get(key);
      return value === undefined ? [] : [[key, value]];
    }),
  ),
  addresses: vips.filter((vip) => carries(state, vip)),
});

/** First the address, then the values found before. Loopback itself stays up: by now others may rely on it. */
export const stopActions = (
  state: HostState,
  vips: readonly string[],
  before: Before | null,
): readonly HostAction[] => [
  ...vips
    .filter((vip) => carries(state, vip) && !before?.addresses.includes(vip))
    .map((address): HostAction => ({ type: "remove-address", address, prefixLength: fullLength(address) })),
  ...Object.entries(before?.settings ?? {})
    .filter(([key, value]) => state.settings.get(key) !== value && ARP_SETTINGS.some((setting) => setting.key === key))
    .map(([key, value]): HostAction => ({ type: "set", key, value })),
];

const settingName = (key: string): string => key.replaceAll("/", ".");

/** Each sentence names one thing that is wrong; none means that this host is a correct real server for the VIP. */
export const problemsOf = (state: HostState, vip: string): readonly string[] => [
  ...(carries(state, vip) ? [] : [`${vip}/${fullLength(vip)} is not on lo`]),
  ...(state.loopbackUp ? [] : ["lo is down"]),
  ...settingsFor([vip]).flatMap(({ key, value, accepted }) => {
    const found = state.settings.get(key);
    if (found === undefined) return [`${settingName(key)} can't be read`];
    return accepted.includes(found) ? [] : [`${settingName(key)} is ${found}, should be ${value}`];
  }),
];

export const loopbackFact = (state: HostState, vip: string): FactOf<"loopback-vip"> => ({
  kind: "loopback-vip",
  key: vip,
  onLoopback: carries(state, vip),
  problems: [...problemsOf(state, vip)],
});
