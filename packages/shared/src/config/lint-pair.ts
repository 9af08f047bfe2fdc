import { toSeconds } from "../base/duration.ts";
import { familyOf } from "../net/ip-address.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { type KnownNetworks, lintNetworks } from "./lint-networks.ts";
import { lintPairGroups } from "./lint-pair-groups.ts";
import { lintPairServices } from "./lint-pair-services.ts";
import type { ConfigModel, VirtualAddress, VrrpInstance } from "./model.ts";
import type { PairReport } from "./pair-report.ts";

/**
 * What is right in each file alone and wrong for two directors together. Ranges point into the second
 * file, or into the first where the second has nothing to point at. `known`: networks that both directors' interfaces
 * have, beside those that the files themselves tell of.
 */
export const lintPair = (a: ConfigModel, b: ConfigModel, known: KnownNetworks = new Map()): readonly Diagnostic[] => {
  const found: Diagnostic[] = [];
  const report: PairReport = (severity, code, { range }, message) => found.push({ severity, code, range, message });
  for (const [mine, other] of matchInstances(a, b, report)) lintInstances(mine, other, report);
  lintPairGroups(a, b, report);
  lintNetworks(b, known, report);
  lintPairServices(a, b, report);
  if (a.globals.routerId !== null && a.globals.routerId === b.globals.routerId && b.vrrpInstances[0])
    report(
      "warning",
      "pair.same-router-id",
      b.vrrpInstances[0],
      `both directors call themselves ${a.globals.routerId}`,
    );
  return found;
};

const keyOf = (instance: VrrpInstance): string =>
  `${instance.virtualRouterId} ${instance.virtualAddresses[0] ? familyOf(instance.virtualAddresses[0].address) : "inet"}`;

/** Several may share a VRID, each with a multicast group of its own. */
const withGroup = (instance: VrrpInstance): string => `${keyOf(instance)} ${instance.multicastGroup ?? ""}`;

/** Virtual routers belong together by VRID and family; the name is only for people, so it explains a mismatch. */
const matchInstances = (a: ConfigModel, b: ConfigModel, report: PairReport): [VrrpInstance, VrrpInstance][] => {
  const others = new Map(b.vrrpInstances.map((instance) => [withGroup(instance), instance]));
  const pairs: [VrrpInstance, VrrpInstance][] = [];
  for (const mine of a.vrrpInstances) {
    const other =
      others.get(withGroup(mine)) ?? [...others.values()].find((instance) => keyOf(instance) === keyOf(mine));
    if (other) {
      others.delete(withGroup(other));
      pairs.push([mine, other]);
      continue;
    }
    const sameName = b.vrrpInstances.find(({ name }) => name === mine.name);
    if (sameName) lintStrangers(mine, sameName, report);
    else
      report(
        "error",
        "pair.no-partner",
        mine,
        `${mine.name} (virtual_router_id ${mine.virtualRouterId}) is missing on the other director`,
      );
    if (sameName) others.delete(withGroup(sameName));
  }
  for (const other of others.values())
    report(
      "error",
      "pair.no-partner",
      other,
      `${other.name} (virtual_router_id ${other.virtualRouterId}) is missing on the other director`,
    );
  return pairs;
};

/** They have the same name, and no advert of one means anything to the other. */
const lintStrangers = (a: VrrpInstance, b: VrrpInstance, report: PairReport): void => {
  const [mine, other] = [a.virtualRouterId, b.virtualRouterId];
  report(
    "error",
    "pair.vrid",
    b,
    mine === other
      ? `${a.name} is of IPv4 on one director and of IPv6 on the other: both would become master`
      : `${a.name} has virtual_router_id ${mine} on one director and ${other} on the other: both would become master`,
  );
};

const lintInstances = (a: VrrpInstance, b: VrrpInstance, report: PairReport): void => {
  if (a.version !== b.version)
    report(
      "error",
      "pair.version",
      b,
      `VRRP version ${a.version} on one director, ${b.version} on the other: each drops the other's adverts`,
    );
  if (a.multicastGroup !== b.multicastGroup)
    report("error", "pair.group", b, "adverts go to different multicast groups: neither director hears the other");
  lintIntervals(a, b, report);
  lintAuthentication(a, b, report);
  lintAddresses(a, b, report);
  if (a.priority === b.priority) {
    const both = a.initialState === "MASTER" && b.initialState === "MASTER" ? "both start as MASTER and " : "";
    report(
      "warning",
      "pair.priority",
      b,
      `${both}both have priority ${a.priority}: which one is master depends on their addresses`,
    );
  }
  if (a.preempt !== b.preempt)
    report(
      "warning",
      "pair.preempt",
      b,
      `'nopreempt' stands on one director only: after a failover the VIP comes back in one direction`,
    );
};

/** In version 2 an advert with another interval is dropped; in version 3 the backup adopts the master's. */
const lintIntervals = (a: VrrpInstance, b: VrrpInstance, report: PairReport): void => {
  if (a.advertInterval === b.advertInterval) return;
  const values = `${toSeconds(a.advertInterval)} s and ${toSeconds(b.advertInterval)} s`;
  if (a.version === 2 || b.version === 2)
    report(
      "error",
      "pair.advert-interval",
      b,
      `advert_int is ${values}: version 2 drops adverts of another interval, so both would be master`,
    );
  else report("warning", "pair.advert-interval", b, `advert_int is ${values}: the backup adopts the master's`);
};

const lintAuthentication = (a: VrrpInstance, b: VrrpInstance, report: PairReport): void => {
  if ((a.authentication === null) !== (b.authentication === null))
    report(
      "error",
      "pair.authentication",
      b,
      "one director authenticates and the other does not: each drops the other's adverts",
    );
  else if (a.authentication?.type !== b.authentication?.type)
    report("error", "pair.authentication", b, "auth_type differs: each drops the other's adverts");
  else if (a.authentication && b.authentication && a.authentication.password !== b.authentication.password)
    report("error", "pair.authentication", b, "auth_pass differs: each drops the other's adverts");
  if (b.authentication?.type === "PASS" && b.authentication.password.length >= 8)
    report(
      "warning",
      "pair.clear-password",
      b,
      "auth_pass is sent in clear in every advert; use a word that is no secret elsewhere",
    );
};

const addressList = (addresses: readonly VirtualAddress[]): string =>
  addresses
    .map(({ address }) => address)
    .sort()
    .join(", ") || "none";

const lintAddresses = (a: VrrpInstance, b: VrrpInstance, report: PairReport): void => {
  const [mine, other] = [addressList(a.virtualAddresses), addressList(b.virtualAddresses)];
  if (mine !== other) {
    const message = `virtual_ipaddress differs (${mine} and ${other}): each drops the other's adverts`;
    report("error", "pair.addresses", b, message);
  }
  const [mineExcluded, otherExcluded] = [addressList(a.excludedAddresses), addressList(b.excludedAddresses)];
  if (mineExcluded !== otherExcluded)
    report("warning", "pair.addresses", b, `virtual_ipaddress_excluded differs (${mineExcluded} and ${otherExcluded})`);
};
