import { type AddressFamily, familyOf } from "@baton/shared/net/ip-address.ts";
import type { HeldAddress } from "../../core/netlink/route-address.ts";
import type { Link } from "../../core/netlink/route-link.ts";
import type { LinkTable } from "../../ports/kernel-links.ts";

/** Scopes from here on never leave the host. */
const SCOPE_HOST = 254;
const SCOPE_LINK = 253;

/** What is asked of a table for every instance, worked out once for each reading. */
export interface TableIndex {
  link(name: string): Link | undefined;
  /** Every address like this on the interface; there is more than one when prefix lengths differ. */
  held(interfaceIndex: number, address: string): readonly HeldAddress[];
  /** What an interface could send adverts from, in the kernel's order. */
  sources(interfaceIndex: number, family: AddressFamily): readonly HeldAddress[];
}

const mayBeSource = ({ scope }: HeldAddress, family: AddressFamily): boolean =>
  family === "inet" ? scope < SCOPE_HOST : scope === SCOPE_LINK;

const collect = (lists: Map<string, HeldAddress[]>, key: string, held: HeldAddress): void => {
  const list = lists.get(key);
  if (list) list.push(held);
  else lists.set(key, [held]);
};

const build = (table: LinkTable): TableIndex => {
  const links = new Map<string, Link>();
  for (const link of table.links) if (!links.has(link.name)) links.set(link.name, link);
  const held = new Map<string, HeldAddress[]>();
  const sources = new Map<string, HeldAddress[]>();
  for (const each of table.addresses) {
    const family = familyOf(each.address);
    collect(held, `${each.interfaceIndex} ${each.address}`, each);
    if (mayBeSource(each, family)) collect(sources, `${each.interfaceIndex} ${family}`, each);
  }
  return {
    link: (name) => links.get(name),
    held: (index, address) => held.get(`${index} ${address}`) ?? [],
    sources: (index, family) => sources.get(`${index} ${family}`) ?? [],
  };
};

const known = new WeakMap<LinkTable, TableIndex>();

export const indexOf = (table: LinkTable): TableIndex => {
  const before = known.get(table);
  if (before) return before;
  const index = build(table);
  known.set(table, index);
  return index;
};
