import { millis } from "../../base/duration.ts";
import { familyOf } from "../../net/ip-address.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { VrrpInstance } from "../model.ts";
import { type Complaints, entryOf, flagOf } from "./reader.ts";

export const isStrict = (globals: BoundBlock | null, instance: BoundBlock): boolean =>
  flagOf(instance, "strict_mode") ?? flagOf(globals, "vrrp_strict") ?? false;

/** What strict mode does not allow is left out, as keepalived does, so that both ends of a pair still agree. */
export const makeStrict = (entry: BoundEntry, instance: VrrpInstance, say: Complaints): VrrpInstance => {
  const { block } = entry;
  if (!block) return instance;
  const left = (keyword: string, what: string): void => {
    const found = entryOf(block, keyword);
    if (found) say.warning(found.keyword, "config.strict", `strict mode: ${what}`, "or leave vrrp_strict out");
  };
  const owner = instance.priority === 255;
  const { advertInterface: _, advertBeforeYield: __, ...rest } = instance;
  const macvlan = instance.macvlans?.find(({ parent }) => parent === instance.interface);
  const unicast = (instance.unicastPeers ?? []).length > 0;
  if (instance.authentication) left("authentication", "adverts are not authenticated");
  if (instance.preemptDelay > 0) left("preempt_delay", "there is no preempt_delay");
  if ((instance.initialState === "MASTER") !== owner) left("state", "state MASTER goes with priority 255 alone");
  if (instance.version === 2) left("accept", "version 2 knows no accept mode: traffic for the addresses is dropped");
  if (instance.advertBeforeYield) left("higher_prio_send_advert", "there is no higher_prio_send_advert");
  if (macvlan && !instance.advertInterface && !unicast) left("vmac_xmit_base", "adverts leave from the macvlan");
  left("garp_lower_prio_repeat", "a weaker master is not answered with gratuitous ARP");
  if (instance.virtualAddresses.length === 0)
    say.error(entry.keyword, "config.no-address", "strict mode: an instance needs a virtual_ipaddress");
  const first = instance.virtualAddresses[0]?.address ?? "";
  if (familyOf(first) === "inet6" && !first.startsWith("fe80:"))
    say.warning(entry.keyword, "config.strict", "strict mode: the first IPv6 address should be a link-local one");
  const accepts = owner || (instance.version === 3 && entryOf(block, "accept") !== null);
  return {
    ...rest,
    authentication: null,
    preemptDelay: millis(0),
    initialState: owner ? "MASTER" : "BACKUP",
    garp: { ...instance.garp, lowerPriorityRepeat: 0 },
    silentToWeaker: true,
    ...(accepts ? {} : { noAccept: true as const }),
    ...(macvlan && !unicast ? { advertInterface: macvlan.name } : {}),
    ...(instance.ipvlan ? { advertInterface: instance.ipvlan.name } : {}),
  };
};
