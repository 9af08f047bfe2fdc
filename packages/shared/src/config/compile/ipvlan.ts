import { type AddressFamily, familyOf, parseIpAddress } from "../../net/ip-address.ts";
import type { BoundEntry } from "../bind.ts";
import type { VirtualAddress, VrrpInstance } from "../model.ts";
import type { IpPrefix, Ipvlan } from "../model-kernel.ts";
import { interfaceName, parsePrefix } from "./addresses.ts";
import { entryOf, stringOf } from "./reader.ts";
import { DEFAULT_NAME, type VmacContext } from "./vmac.ts";

const MODES = ["bridge", "private", "vepa"] as const;
type Mode = Ipvlan["mode"];

const isMode = (word: string): word is Mode => MODES.some((mode) => mode === word);
const isAddress = (word: string): boolean => parseIpAddress(word.split("/")[0] ?? "").ok;

interface Words {
  readonly name: string | null;
  readonly address: IpPrefix | null;
  readonly mode: Mode;
}

/** `[NAME] [ADDRESS[/LENGTH]] [bridge|private|vepa]` in any order; of each kind the first counts, as in keepalived. */
const wordsOf = ({ args, keyword }: BoundEntry, say: VmacContext["say"]): Words => {
  const kinds = {
    mode: args.filter(({ value }) => isMode(value)),
    address: args.filter(({ value }) => isAddress(value)),
    name: args.filter(({ value }) => !isMode(value) && !isAddress(value)),
  };
  for (const [kind, [, second]] of Object.entries(kinds))
    if (second)
      say.warning(second, "config.extra-argument", `'${keyword.value}' has a ${kind} already; this one does not count`);
  const [mode, address, name] = [kinds.mode[0]?.value ?? "", kinds.address[0], kinds.name[0]];
  return {
    name: name ? interfaceName(name, say) : null,
    address: address ? parsePrefix(address, say) : null,
    mode: isMode(mode) ? mode : "bridge",
  };
};

/**
 * use_ipvlan: adverts leave from an interface of their own with an address of its own. The virtual addresses stay on the
 * interface below it, which is where keepalived 2.2.7 puts them.
 */
export const compileIpvlan = (
  context: VmacContext,
  known: AddressFamily | null,
  excluded: readonly VirtualAddress[],
): Pick<VrrpInstance, "ipvlan" | "advertInterface"> => {
  const { block, globals, device, virtualRouterId, names, say } = context;
  const entry = entryOf(block, "use_ipvlan");
  if (!entry) return {};
  const { name: own, address, mode } = wordsOf(entry, say);
  const family = known ?? (address ? familyOf(address.address) : "inet");
  if (entryOf(block, "use_vmac"))
    say.error(entry.keyword, "config.contradiction", "an instance has 'use_vmac' or 'use_ipvlan', not both");
  if (!address && family === "inet")
    say.error(
      entry.keyword,
      "config.missing-value",
      "'use_ipvlan' needs an IPv4 address to send adverts from",
      "'use_ipvlan 192.168.1.9/24', an address that nobody else has",
    );
  if (address && familyOf(address.address) !== family)
    say.error(entry.keyword, "config.bad-address", `${address.address} is of another family than the instance`);
  const prefix = stringOf(globals, "vmac_prefix") ?? DEFAULT_NAME;
  const name = own ?? names.free(prefix, virtualRouterId, family);
  if (own !== null && !names.take(own))
    say.error(entry.keyword, "config.duplicate-name", `two instances have an interface named ${own}`);
  const withoutIpv6 = family === "inet" && !excluded.some((each) => familyOf(each.address) === "inet6");
  return { ipvlan: { name, parent: device, family, mode, address, withoutIpv6 }, advertInterface: name };
};
