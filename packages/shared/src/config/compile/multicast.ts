import { type AddressFamily, familyOf } from "../../net/ip-address.ts";
import { isLinkLocalMulticast, isMulticast, VRRP_GROUP } from "../../net/vrrp-group.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { VrrpInstance } from "../model.ts";
import { type Complaints, entryOf, stringOf } from "./reader.ts";

const GLOBAL_GROUP: Readonly<Record<AddressFamily, string>> = {
  inet: "vrrp_mcast_group4",
  inet6: "vrrp_mcast_group6",
};
const FAMILY_NAME: Readonly<Record<AddressFamily, string>> = { inet: "IPv4", inet6: "IPv6" };

const sayNoGroup = ({ args, keyword, spec, value }: BoundEntry, family: AddressFamily, say: Complaints): void => {
  const range = family === "inet" ? "224.0.0.0/4" : "ff00::/8";
  say.error(
    args[0] ?? keyword,
    "config.multicast-group",
    `${String(value)} is no ${FAMILY_NAME[family]} multicast group, as '${spec.name}' needs`,
    `an address of ${range}, the same on both directors`,
  );
};

/** vrrp_mcast_group4 and vrrp_mcast_group6, said once for the whole file. */
export const sayGlobalGroups = (globals: BoundBlock | null, say: Complaints): void => {
  for (const family of ["inet", "inet6"] as const) {
    const entry = entryOf(globals, GLOBAL_GROUP[family]);
    if (typeof entry?.value !== "string") continue;
    const group = entry.value;
    if (familyOf(group) !== family || !isMulticast(group)) sayNoGroup(entry, family, say);
    else if (family === "inet6" && !isLinkLocalMulticast(group))
      say.warning(
        entry.args[0] ?? entry.keyword,
        "config.multicast-group",
        `${group} is not link-local (ff02::/16): routers may carry adverts to other networks`,
      );
  }
};

/** mcast_dst_ip, else the group of global_defs; absent: the one of the RFCs, or there is unicast. */
export const compileMulticast = (
  globals: BoundBlock | null,
  instance: BoundBlock,
  family: AddressFamily | null,
  isUnicast: boolean,
  say: Complaints,
): Pick<VrrpInstance, "multicastGroup"> => {
  const entry = entryOf(instance, "mcast_dst_ip");
  const own = typeof entry?.value === "string" ? entry.value : null;
  if (entry && own !== null && isUnicast) {
    const message = "'mcast_dst_ip' has no effect together with 'unicast_peer', in keepalived too";
    say.warning(entry.keyword, "config.contradiction", message);
  }
  if (isUnicast) return {};
  const travels = family ?? (own === null ? "inet" : familyOf(own));
  if (entry && own !== null) {
    const fits = familyOf(own) === travels && (travels === "inet" ? isMulticast(own) : isLinkLocalMulticast(own));
    if (!fits) sayNoGroup(entry, travels, say);
  }
  const group = own ?? stringOf(globals, GLOBAL_GROUP[travels]);
  return group === null || group === VRRP_GROUP[travels] ? {} : { multicastGroup: group };
};
