import type { VirtualAddress } from "@baton/shared/config/model.ts";
import type { VirtualRule } from "@baton/shared/config/model-kernel.ts";
import type { VirtualRoute } from "@baton/shared/config/model-track.ts";
import type { KernelLinks, LinkTable } from "../../ports/kernel-links.ts";
import type { KeptKind } from "./kernel-keeper.ts";
import { addressChanges, linkNamed } from "./link-condition.ts";

type GetTable = () => LinkTable;

const missing = (table: LinkTable, names: readonly (string | null)[]): string | null =>
  names.find((name) => name !== null && !linkNamed(table, name)) ?? null;

const routeName = ({ destination, via, interface: device, table }: VirtualRoute): string =>
  [
    `${destination.address}/${destination.prefixLength}`,
    via === null ? "" : ` via ${via}`,
    device === null ? "" : ` dev ${device}`,
    ` table ${table}`,
  ].join("");

export const routeKind = (kernel: Pick<KernelLinks, "changeRoutes">, table: GetTable): KeptKind<VirtualRoute> => ({
  word: "route",
  nameOf: routeName,
  lacks: (route) => missing(table(), [route.interface, ...(route.nextHops ?? []).map((hop) => hop.interface)]),
  change: (op, routes) => {
    const now = table();
    const indexOf = (name: string): number => linkNamed(now, name)?.index ?? 0;
    return kernel.changeRoutes(routes.map((route) => ({ op, route, indexOf })));
  },
});

export const ruleKind = (kernel: Pick<KernelLinks, "changeRules">): KeptKind<VirtualRule> => ({
  word: "rule",
  nameOf: ({ preference, from, to, family }) =>
    [
      `${preference} ${family}`,
      from ? ` from ${from.address}/${from.prefixLength}` : "",
      to ? ` to ${to.address}/${to.prefixLength}` : "",
    ].join(""),
  // A rule may name an interface that does not exist yet.
  lacks: () => null,
  change: (op, rules) => kernel.changeRules(rules.map((rule) => ({ op, rule }))),
});

export const addressKind = (kernel: Pick<KernelLinks, "change">, table: GetTable): KeptKind<VirtualAddress> => ({
  word: "address",
  nameOf: ({ address, prefixLength, interface: device }) => `${address}/${prefixLength} dev ${device}`,
  lacks: (address) => missing(table(), [address.interface]),
  change: (op, addresses) =>
    kernel.change(addressChanges(op, addresses, table()).flatMap(({ change }) => (change ? [change] : []))),
});
