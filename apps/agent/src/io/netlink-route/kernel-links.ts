import { getSystemErrorName } from "node:util";
import { createDumpDecoder } from "../../core/netlink/repeated-dump.ts";
import {
  addressRequestBody,
  decodeAddress,
  encodeAddressBody,
  RTM_DELADDR,
  RTM_GETADDR,
  RTM_NEWADDR,
} from "../../core/netlink/route-address.ts";
import {
  decodeLink,
  type Link,
  linkRequestBody,
  RTM_DELLINK,
  RTM_GETLINK,
  RTM_NEWLINK,
  sameLink,
} from "../../core/netlink/route-link.ts";
import {
  encodeIpvlanBody,
  encodeLinkRemovalBody,
  encodeLinkUpBody,
  encodeMacvlanBody,
} from "../../core/netlink/route-macvlan.ts";
import { NLM_F_CREATE, NLM_F_EXCL } from "../../core/netlink/route-message.ts";
import { encodeRouteBody, RTM_DELROUTE, RTM_NEWROUTE } from "../../core/netlink/route-route.ts";
import { encodeRuleBody, RTM_DELRULE, RTM_NEWRULE } from "../../core/netlink/route-rule.ts";
import type {
  AddressChange,
  AddressOutcome,
  KernelLinks,
  KernelLinksOptions,
  LinkChange,
  LinkTable,
  RouteChange,
  RuleChange,
} from "../../ports/kernel-links.ts";
import { openRouteMonitor, openRouteSocket, type RouteRequest } from "./route-socket.ts";

/** enum rtnetlink_groups: interfaces, IPv4 addresses, IPv6 addresses. */
const GROUPS = [1, 5, 9];
const EPERM = 1;
const ENOENT = 2;
const ESRCH = 3;
const ENODEV = 19;
const EEXIST = 17;
const EADDRNOTAVAIL = 99;

const requestOf = ({ op, interfaceIndex, address }: AddressChange): RouteRequest => ({
  type: op === "add" ? RTM_NEWADDR : RTM_DELADDR,
  flags: op === "add" ? NLM_F_CREATE | NLM_F_EXCL : 0,
  body: encodeAddressBody(address, interfaceIndex),
});

const routeRequestOf = ({ op, indexOf, route }: RouteChange): RouteRequest => ({
  type: op === "add" ? RTM_NEWROUTE : RTM_DELROUTE,
  flags: op === "add" ? NLM_F_CREATE | NLM_F_EXCL : 0,
  body: encodeRouteBody(route, indexOf),
});

const ruleRequestOf = ({ op, rule }: RuleChange): RouteRequest => ({
  type: op === "add" ? RTM_NEWRULE : RTM_DELRULE,
  flags: op === "add" ? NLM_F_CREATE | NLM_F_EXCL : 0,
  body: encodeRuleBody(rule),
});

const linkRequestOf = (change: LinkChange): RouteRequest => {
  if (change.op === "add") {
    const body = "ipvlan" in change ? encodeIpvlanBody(change.ipvlan) : encodeMacvlanBody(change.macvlan);
    return { type: RTM_NEWLINK, flags: NLM_F_CREATE | NLM_F_EXCL, body };
  }
  return change.op === "up"
    ? { type: RTM_NEWLINK, flags: 0, body: encodeLinkUpBody(change.interfaceIndex) }
    : { type: RTM_DELLINK, flags: 0, body: encodeLinkRemovalBody(change.interfaceIndex) };
};

/** Their dumps differ each time, by counters. */
const sameLinks = (a: readonly Link[], b: readonly Link[]): boolean =>
  a.length === b.length &&
  a.every((link, i) => {
    const before = b[i];
    return before !== undefined && sameLink(link, before);
  });

const GONE: ReadonlySet<number> = new Set([ENOENT, ESRCH, ENODEV, EADDRNOTAVAIL]);

const outcomeOf = (change: { readonly op: string }, errno: number): AddressOutcome => {
  if (errno === 0) return "done";
  if (change.op === "add" && errno === EEXIST) return "already";
  if (change.op === "remove" && GONE.has(errno)) return "already";
  const rights = errno === EPERM ? "; the capability CAP_NET_ADMIN is missing" : "";
  return { failed: `${getSystemErrorName(-errno)}${rights}` };
};

export const openKernelLinks = (options: KernelLinksOptions): KernelLinks => {
  const socket = openRouteSocket(options.onError);
  const monitor = openRouteMonitor(GROUPS, options.onChange);
  const carryOut = async <Change extends { readonly op: string }>(
    changes: readonly Change[],
    requestFor: (change: Change) => RouteRequest,
  ): Promise<readonly AddressOutcome[]> => {
    if (changes.length === 0) return [];
    const errnos = await socket.send(changes.map(requestFor));
    return changes.map((change, i) => outcomeOf(change, errnos[i] ?? 0));
  };
  const decodeAddresses = createDumpDecoder(decodeAddress);
  let last: LinkTable = { links: [], addresses: [] };
  return {
    read: async () => {
      const dump = await socket.dump(RTM_GETLINK, linkRequestBody());
      const links = dump.map(decodeLink).filter((link) => link !== null);
      const addresses = decodeAddresses(await socket.dump(RTM_GETADDR, addressRequestBody()));
      if (addresses !== last.addresses || !sameLinks(links, last.links)) last = { links, addresses };
      return last;
    },
    change: (changes) => carryOut(changes, requestOf),
    changeRoutes: (changes) => carryOut(changes, routeRequestOf),
    changeRules: (changes) => carryOut(changes, ruleRequestOf),
    changeLinks: (changes) => carryOut(changes, linkRequestOf),
    close: () => {
      monitor.close();
      socket.close();
    },
  };
};
