import type { VirtualAddress, VrrpInstance } from "@baton/shared/config/model.ts";
import type { FirewallSettings } from "@baton/shared/config/model-vrrp.ts";
import { addressBytes, familyOf } from "@baton/shared/net/ip-address.ts";

/**
 * What the firewall has to do for no_accept and use_vmac, as a document of libnftables-json(5). Everything is in one
 * table for each family, which is made anew whenever something changes.
 */

export const DEFAULT_FIREWALL: FirewallSettings = { table: "baton", priority: -1, counters: false };

type Json = Readonly<Record<string, unknown>>;
type Family = "ip" | "ip6";

interface Wanted {
  /** To be dropped: coming to them, or from them. */
  readonly addresses: readonly VirtualAddress[];
  /** A macvlan and the interface below it. */
  readonly macvlans: readonly { readonly name: string; readonly parent: string }[];
}

const payload = (protocol: string, field: string): Json => ({ payload: { protocol, field } });
const match = (left: Json, right: unknown): Json => ({ match: { op: "==", left, right } });
const DROP: Json = { drop: null };

const wantedOf = (instances: readonly VrrpInstance[], family: Family): Wanted => {
  const inet = family === "ip" ? "inet" : "inet6";
  const dropping = instances.filter(({ noAccept, priority }) => noAccept === true && priority !== 255);
  return {
    addresses: dropping
      .flatMap(({ virtualAddresses, excludedAddresses }) => [...virtualAddresses, ...excludedAddresses])
      .filter(({ address }) => familyOf(address) === inet),
    macvlans: instances.flatMap(({ macvlans = [] }) => macvlans.filter((macvlan) => macvlan.family === inet)),
  };
};

/** fe80::/10: the same address may be on every interface. */
const staysOnLink = (address: string): boolean => {
  const [first = 0, second = 0] = addressBytes(address) ?? [];
  return first === 0xfe && (second & 0xc0) === 0x80;
};

const NEIGHBORS = { set: ["nd-neighbor-solicit", "nd-neighbor-advert"] };

/** `side`: daddr with iifname on the way in, saddr with oifname on the way out. */
const dropRules = (family: Family, { addresses }: Wanted, side: "in" | "out"): readonly (readonly Json[])[] => {
  const field = payload(family, side === "in" ? "daddr" : "saddr");
  const device = { meta: { key: side === "in" ? "iifname" : "oifname" } };
  return addresses.map(({ address, interface: name }) => [
    match(field, address),
    ...(staysOnLink(address) ? [match(device, name)] : []),
    DROP,
  ]);
};

/** Group reports of the macvlan would tell a switch that the shared MAC is here: they leave from the interface below. */
const reportRules = (family: Family, { macvlans }: Wanted): readonly (readonly Json[])[] =>
  macvlans.flatMap(({ name, parent }) => {
    const from = match({ meta: { key: "oifname" } }, name);
    const elsewhere = { dup: { addr: payload(family, "daddr"), dev: parent } };
    if (family === "ip") return [[match(payload("ip", "protocol"), "igmp"), from, elsewhere, DROP]];
    const icmp = payload("icmpv6", "type");
    return [
      [match(icmp, "mld2-listener-report"), from, elsewhere, DROP],
      [match(icmp, "nd-router-solicit"), from, DROP],
    ];
  });

const chain = (family: Family, { table, priority, counters }: FirewallSettings, wanted: Wanted): Json[] => {
  const made: Json[] = [];
  for (const side of ["out", "in"] as const) {
    const hook = side === "in" ? "input" : "output";
    const drops = dropRules(family, wanted, side);
    const neighbors =
      drops.length > 0 && family === "ip6" ? [[match(payload("icmpv6", "type"), NEIGHBORS), { accept: null }]] : [];
    const rules = [...(side === "out" ? reportRules(family, wanted) : []), ...neighbors, ...drops];
    if (rules.length === 0) continue;
    made.push({
      add: { chain: { family, table, name: side, type: "filter", hook, prio: priority, policy: "accept" } },
    });
    for (const expr of rules) {
      const counted = counters ? [...expr.slice(0, -1), { counter: null }, ...expr.slice(-1)] : expr;
      made.push({ add: { rule: { family, table, chain: side, expr: counted } } });
    }
  }
  return made;
};

/** Takes Baton's tables away, whether they are there or not. */
export const emptyFirewall = ({ table }: FirewallSettings): readonly Json[] =>
  (["ip", "ip6"] as const).flatMap((family) => [
    { add: { table: { family, name: table } } },
    { delete: { table: { family, name: table } } },
  ]);

/** The whole set-up, in one transaction; null when nothing is wanted. */
export const firewallRules = (
  instances: readonly VrrpInstance[],
  settings: FirewallSettings,
): readonly Json[] | null => {
  const made = (["ip", "ip6"] as const).flatMap((family) => {
    const chains = chain(family, settings, wantedOf(instances, family));
    return chains.length === 0 ? [] : [{ add: { table: { family, name: settings.table } } }, ...chains];
  });
  return made.length === 0 ? null : [...emptyFirewall(settings), ...made];
};
