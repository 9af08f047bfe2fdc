import type { TrackedInterface, VirtualAddress, VrrpInstance } from "@baton/shared/config/model.ts";
import type { AddressFamily } from "@baton/shared/net/ip-address.ts";
import type { HeldAddress } from "../../core/netlink/route-address.ts";
import type { Link } from "../../core/netlink/route-link.ts";
import type { LinkCondition } from "../../core/vrrp/event.ts";
import { familyOfInstance } from "../../core/vrrp/params.ts";
import type { AddressChange, LinkTable } from "../../ports/kernel-links.ts";
import { indexOf } from "./table-index.ts";

/** What the kernel's tables mean for one instance. Pure. */

const NO_VIPS: ReadonlySet<string> = new Set();

export const linkNamed = (table: LinkTable, name: string): Link | undefined => indexOf(table).link(name);

export const everyAddress = ({ virtualAddresses, excludedAddresses }: VrrpInstance): readonly VirtualAddress[] =>
  excludedAddresses.length === 0 ? virtualAddresses : [...virtualAddresses, ...excludedAddresses];

/** What garp_extra_if announces: the first address of each of its interfaces. */
export const extraAddresses = (instance: VrrpInstance): readonly VirtualAddress[] => {
  const every = everyAddress(instance);
  return (instance.garp.extra?.interfaces ?? []).flatMap(
    (name) => every.find((address) => address.interface === name) ?? [],
  );
};

/** Where adverts are sent and received: the interface, or its macvlan or ipvlan. */
export const advertInterface = ({ advertInterface: macvlan, interface: own }: VrrpInstance): string => macvlan ?? own;

export const interfacesOf = (instance: VrrpInstance): ReadonlySet<string> =>
  new Set([advertInterface(instance), ...everyAddress(instance).map((address) => address.interface)]);

/**
 * The interface's first address that is nobody's VIP: what keepalived sends from too. Over IPv6 the link-local one
 * (RFC 5798 section 5.1.2.1).
 */
const sourceOn = (
  table: LinkTable,
  link: Link,
  family: AddressFamily,
  vips: ReadonlySet<string>,
): HeldAddress | undefined => {
  const candidates = indexOf(table).sources(link.index, family);
  return (
    candidates.find((held) => !held.secondary && !vips.has(held.address)) ??
    candidates.find((held) => !vips.has(held.address))
  );
};

const works = (table: LinkTable, name: string): boolean => {
  const link = linkNamed(table, name);
  return link?.up === true && link.running;
};

const counts = (table: LinkTable, tracked: TrackedInterface): boolean =>
  works(table, tracked.interface) !== tracked.reverse;

const trackedProblem = (instance: VrrpInstance, table: LinkTable): string | null => {
  const failed = instance.trackInterfaces?.find((tracked) => tracked.weight === 0 && !counts(table, tracked));
  return failed ? `tracked interface ${failed.interface} is ${failed.reverse ? "up" : "down"}` : null;
};

export interface Adjustment {
  readonly adjustment: number;
  /** The tracked interfaces that changed the priority. */
  readonly cause: string;
}

const NO_WEIGHTS: Adjustment = { adjustment: 0, cause: "no weights" };

/** A positive weight is added while the interface counts as up, a negative one while it does not. */
export const trackedAdjustment = (instance: VrrpInstance, table: LinkTable): Adjustment => {
  if (!instance.trackInterfaces?.length) return NO_WEIGHTS;
  const acting = instance.trackInterfaces.filter(
    (tracked) => tracked.weight !== 0 && counts(table, tracked) === tracked.weight > 0,
  );
  return {
    adjustment: acting.reduce((sum, { weight }) => sum + weight, 0),
    cause:
      acting.map(({ interface: name, weight }) => `${name} ${weight > 0 ? "+" : ""}${weight}`).join(", ") ||
      "no weights",
  };
};

/**
 * Unicast adverts need their source on this host when the instance comes up, since keepalived binds a socket to it;
 * later only track_src_ip looks after it.
 */
const lacksSource = (instance: VrrpInstance, table: LinkTable, isUp: boolean): boolean => {
  const { sourceAddress, tracksSource, unicastPeers } = instance;
  const matters = tracksSource === true || (!isUp && (unicastPeers?.length ?? 0) > 0);
  return matters && sourceAddress !== null && !table.addresses.some(({ address }) => address === sourceAddress);
};

/** `isUp`: it is master or backup already. */
export const linkCondition = (
  instance: VrrpInstance,
  table: LinkTable,
  vips: ReadonlySet<string>,
  openProblem: string | null,
  isUp = false,
): LinkCondition => {
  const { interface: name } = instance;
  const link = linkNamed(table, name);
  if (!link) return { usable: false, problem: `there is no interface ${name}` };
  if (!link.up && !instance.ignoresInterface) return { usable: false, problem: `${name} is down` };
  if (!link.running && !instance.ignoresInterface) return { usable: false, problem: `${name} has no carrier` };
  if (instance.lacksPeer) return { usable: false, problem: "there is no unicast peer (unicast_fault_no_peer)" };
  const macvlan = instance.advertInterface;
  if (macvlan !== undefined && !linkNamed(table, macvlan)?.up)
    return { usable: false, problem: `${macvlan} is not there yet` };
  const tracked = trackedProblem(instance, table);
  if (tracked !== null) return { usable: false, problem: tracked };
  if (openProblem !== null) return { usable: false, problem: openProblem };
  if (lacksSource(instance, table, isUp))
    return { usable: false, problem: `the source address ${instance.sourceAddress} is on no interface` };
  if (instance.sourceAddress !== null) return { usable: true, address: instance.sourceAddress };
  const family = familyOfInstance(instance);
  // An owner's VIP is the interface's own address.
  // An ipvlan without an address of the configuration's has a link-local one of its own.
  const sender = (instance.ipvlan ? linkNamed(table, instance.ipvlan.name) : undefined) ?? link;
  const source = sourceOn(table, sender, family, instance.priority === 255 ? NO_VIPS : vips);
  const lacking = family === "inet" ? "IPv4" : "link-local IPv6";
  if (!source) return { usable: false, problem: `${sender.name} has no ${lacking} address to send from` };
  return { usable: true, address: source.address };
};

const isHeld = (table: LinkTable, address: VirtualAddress): boolean => {
  const link = linkNamed(table, address.interface);
  return link !== undefined && indexOf(table).held(link.index, address.address).length > 0;
};

export const heldAddresses = (instance: VrrpInstance, table: LinkTable): readonly VirtualAddress[] =>
  everyAddress(instance).filter((address) => isHeld(table, address));

/**
 * The addresses of an instance that an earlier run left behind: exactly as configured, prefix length included, so
 * that an operator's own address is never taken away.
 */
export const leftovers = (instance: VrrpInstance, table: LinkTable): readonly VirtualAddress[] => {
  if (instance.priority === 255) return [];
  return everyAddress(instance).filter((address) => {
    const link = linkNamed(table, address.interface);
    const held = link ? indexOf(table).held(link.index, address.address) : [];
    return held.some(({ prefixLength }) => prefixLength === address.prefixLength);
  });
};

export const addressChanges = (
  op: AddressChange["op"],
  addresses: readonly VirtualAddress[],
  table: LinkTable,
): readonly { readonly address: VirtualAddress; readonly change: AddressChange | null }[] =>
  addresses.map((address) => {
    const link = linkNamed(table, address.interface);
    return { address, change: link ? { op, interfaceIndex: link.index, address } : null };
  });

const placeOf = (address: VirtualAddress): string => `${address.interface} ${address.address}/${address.prefixLength}`;

export interface AddressExchange {
  /** The kernel knows them by the same name as ones to be added (another label), so they have to go before. */
  readonly first: readonly VirtualAddress[];
  readonly added: readonly VirtualAddress[];
  readonly last: readonly VirtualAddress[];
}

/** What turns one list of held addresses into another, with nothing touched that is in both. */
export const addressExchange = (from: readonly VirtualAddress[], to: readonly VirtualAddress[]): AddressExchange => {
  // Another label or option makes it another address to the kernel.
  const key = (address: VirtualAddress): string => JSON.stringify(address, Object.keys(address).sort());
  const [before, after] = [new Set(from.map(key)), new Set(to.map(key))];
  const added = to.filter((address) => !before.has(key(address)));
  const removed = from.filter((address) => !after.has(key(address)));
  const places = new Set(added.map(placeOf));
  return {
    first: removed.filter((address) => places.has(placeOf(address))),
    added,
    last: removed.filter((address) => !places.has(placeOf(address))),
  };
};
