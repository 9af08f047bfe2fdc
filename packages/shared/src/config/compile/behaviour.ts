import type { BoundBlock } from "../bind.ts";
import type { FirewallSettings, VrrpBehaviour } from "../model-vrrp.ts";
import { entryOf, flagOf, numberOf, stringOf } from "./reader.ts";

/** The instance's own word, else that of global_defs with "vrrp_" in front. */
const either = (globals: BoundBlock | null, instance: BoundBlock, keyword: string): boolean =>
  flagOf(instance, keyword) ?? flagOf(globals, `vrrp_${keyword}`) ?? false;

/** Of `accept` and `no_accept` the later one counts. */
const drops = (instance: BoundBlock): boolean =>
  instance.entries.findLast(({ spec }) => spec.name === "accept" || spec.name === "no_accept")?.spec.name ===
  "no_accept";

export const compileBehaviour = (globals: BoundBlock | null, instance: BoundBlock): VrrpBehaviour => {
  const unicastTtl = numberOf(instance, "unicast_ttl");
  const has = (keyword: string): boolean => entryOf(instance, keyword) !== null;
  const peers = (entryOf(instance, "unicast_peer")?.block?.lines ?? []).length;
  const flags: Record<keyof Omit<VrrpBehaviour, "unicastTtl" | "peerTtls" | "stallPeerPriority">, boolean> = {
    noAccept: drops(instance),
    silentToWeaker: either(globals, instance, "lower_prio_no_advert"),
    advertBeforeYield: either(globals, instance, "higher_prio_send_advert"),
    deafAsOwner: either(globals, instance, "owner_ignore_adverts"),
    skipAddressCheck: either(globals, instance, "skip_check_adv_addr"),
    tellsPriority: either(globals, instance, "notify_priority_changes"),
    ignoresInterface: has("dont_track_primary"),
    tracksSource: has("track_src_ip"),
    promotesSecondaries: has("promote_secondaries"),
    lacksPeer: has("unicast_fault_no_peer") && peers === 0,
  };
  const set = Object.entries(flags).filter(([, on]) => on);
  return {
    ...(Object.fromEntries(set) as VrrpBehaviour),
    ...(unicastTtl === null ? {} : { unicastTtl }),
    ...(has("timer_expired_backup") ? { stallPeerPriority: numberOf(instance, "timer_expired_backup") ?? 0 } : {}),
  };
};

const DEFAULT_TABLE = "baton";
/** Just before the usual filters, keepalived's number too. */
const DEFAULT_PRIORITY = -1;

export const compileFirewall = (globals: BoundBlock | null): { readonly firewall?: FirewallSettings } => {
  const entry = entryOf(globals, "nftables");
  const priority = numberOf(globals, "nftables_priority");
  const counters = entryOf(globals, "nftables_counters") !== null;
  if (!entry && priority === null && !counters) return {};
  return {
    firewall: {
      // Without a name keepalived takes its own.
      table: entry ? (stringOf(globals, "nftables") ?? entry.args[0]?.value ?? "keepalived") : DEFAULT_TABLE,
      priority: priority ?? DEFAULT_PRIORITY,
      counters,
    },
  };
};
