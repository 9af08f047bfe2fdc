import { fromSeconds } from "../../base/duration.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { ExtraGarp, VrrpInstance } from "../model.ts";
import { type Complaints, entryOf, NO_COMPLAINTS } from "./reader.ts";

const MAX_PERIOD_SECONDS = 86_400;

interface Wish {
  readonly seconds: number;
  readonly everywhere: boolean;
}

/** `[all] SECONDS`, in either order. */
export const readExtraGarp = (entry: BoundEntry | null, say: Complaints): Wish | null => {
  if (!entry) return null;
  const times = entry.args.filter(({ value }) => value !== "all");
  const wrong = times.find(({ value }) => !/^\d{1,5}$/.test(value) || Number(value) > MAX_PERIOD_SECONDS);
  const time = times.at(-1);
  if (wrong) {
    const message = `'${wrong.value.slice(0, 60)}' is not a whole number of seconds from 0 to ${MAX_PERIOD_SECONDS}`;
    say.error(wrong, "config.bad-value", message, "or 'all' in front of one");
    return null;
  }
  if (!time) {
    say.error(entry.keyword, "config.missing-value", `'${entry.keyword.value}' needs a number of seconds`);
    return null;
  }
  return { seconds: Number(time.value), everywhere: entry.args.some(({ value }) => value === "all") };
};

/**
 * garp_extra_if, else vrrp_garp_extra_if: on which interfaces an address is announced from time to time, because no
 * adverts leave there by which switches would remember the MAC. As in keepalived only macvlans, or with `all` every
 * interface but the instance's own, and nothing at all where each address is on that one.
 */
export const compileExtraGarp = (
  globals: BoundBlock | null,
  block: BoundBlock,
  instance: VrrpInstance,
  say: Complaints,
): { readonly extra?: ExtraGarp } => {
  const entry = entryOf(block, "garp_extra_if");
  // What stands in global_defs has been looked at once for the whole file.
  const wish = entry ? readExtraGarp(entry, say) : readExtraGarp(entryOf(globals, "vrrp_garp_extra_if"), NO_COMPLAINTS);
  if (!wish || wish.seconds === 0) return {};
  const { macvlans = [], virtualAddresses, excludedAddresses } = instance;
  const hasMacvlan = entryOf(block, "use_vmac") !== null;
  const own = (hasMacvlan ? macvlans[0]?.name : instance.ipvlan?.name) ?? instance.interface;
  const sendsBelow = hasMacvlan && instance.advertInterface === undefined;
  const used = [...new Set([...virtualAddresses, ...excludedAddresses].map((address) => address.interface))];
  const counts = (name: string): boolean => wish.everywhere || macvlans.some((macvlan) => macvlan.name === name);
  if (!used.some((name) => name !== own && counts(name))) return {};
  const interfaces = used.filter((name) => counts(name) && (name !== own || sendsBelow));
  return { extra: { every: fromSeconds(wish.seconds), interfaces } };
};
