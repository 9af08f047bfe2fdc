import { type AddressFamily, familyOf } from "../../net/ip-address.ts";
import type { BoundBlock } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { VirtualAddress, VrrpInstance } from "../model.ts";
import type { Macvlan } from "../model-kernel.ts";
import { interfaceName } from "./addresses.ts";
import { type Complaints, entryOf, stringOf } from "./reader.ts";

/** The VRID follows; RFC 5798 section 7.3. */
const PREFIXES = { inet: "00:00:5e:00:01", inet6: "00:00:5e:00:02" } as const;
const MAC = /^[\da-f]{2}(:[\da-f]{2}){4,5}$/i;
export const DEFAULT_NAME = "vrrp";

/** What stands behind use_vmac: a name, a MAC of five octets (the VRID follows) or six, or both. */
const wordsOf = (words: readonly Token[], say: Complaints): { name: string | null; mac: string | null } => {
  const mac = words.find(({ value }) => MAC.test(value))?.value.toLowerCase() ?? null;
  const name = words.find(({ value }) => !MAC.test(value));
  return { name: name ? interfaceName(name, say) : null, mac };
};

const hex = (virtualRouterId: number): string => virtualRouterId.toString(16).padStart(2, "0");

/** Names of macvlans in the file, so that two instances with one VRID do not share one. */
export class VmacNames {
  readonly #taken = new Set<string>();

  /** vrrp.51, then vrrp1.51 and so on, as keepalived does; over IPv6 vrrp6.51 before those. */
  free(prefix: string, virtualRouterId: number, family: AddressFamily): string {
    const sixth = family === "inet6" ? ["6"] : [];
    for (const number of ["", ...sixth]) {
      const name = `${prefix}${number}.${virtualRouterId}`;
      if (this.take(name)) return name;
    }
    for (let n = 1; ; n++) {
      const name = `${prefix}${n}.${virtualRouterId}`;
      if (this.take(name)) return name;
    }
  }

  take(name: string): boolean {
    if (this.#taken.has(name)) return false;
    this.#taken.add(name);
    return true;
  }
}

export interface VmacContext {
  readonly block: BoundBlock;
  readonly globals: BoundBlock | null;
  readonly device: string;
  readonly virtualRouterId: number;
  readonly names: VmacNames;
  readonly say: Complaints;
}

type Addresses = Pick<VrrpInstance, "virtualAddresses" | "excludedAddresses">;
type Vmac = Addresses & Pick<VrrpInstance, "macvlans" | "advertInterface">;

/** The macvlan of the instance itself, and those for addresses on other interfaces or of the other family. */
class Builder {
  readonly macvlans: Macvlan[] = [];
  readonly #context: VmacContext;
  readonly #mac: string | null;
  readonly #more = new Map<string, string>();

  constructor(context: VmacContext, mac: string | null) {
    this.#context = context;
    this.#mac = mac;
  }

  add(name: string, parent: string, family: "inet" | "inet6"): void {
    const { virtualRouterId } = this.#context;
    const mac = this.#mac ?? PREFIXES[family];
    this.macvlans.push({ name, parent, family, mac: mac.length < 17 ? `${mac}:${hex(virtualRouterId)}` : mac });
  }

  /** One for each interface and family. */
  forAddress(parent: string, family: "inet" | "inet6"): string {
    const key = `${family} ${parent}`;
    const known = this.#more.get(key);
    if (known !== undefined) return known;
    const { globals, names, virtualRouterId } = this.#context;
    const prefix = stringOf(globals, "vmac_addr_prefix") ?? stringOf(globals, "vmac_prefix") ?? DEFAULT_NAME;
    const name = names.free(prefix, virtualRouterId, family);
    this.#more.set(key, name);
    this.add(name, parent, family);
    return name;
  }
}

/** use_vmac, use_vmac_addr and vmac_xmit_base: which macvlans there are, and which addresses move to them. */
export const compileVmac = (context: VmacContext, addresses: Addresses): Vmac => {
  const { block, globals, device, virtualRouterId, names, say } = context;
  const entry = entryOf(block, "use_vmac");
  const own = entry ? wordsOf(entry.args, say) : null;
  const builder = new Builder(context, own?.mac ?? null);
  const first = addresses.virtualAddresses[0];
  const family = first ? familyOf(first.address) : "inet";
  const prefix = stringOf(globals, "vmac_prefix") ?? DEFAULT_NAME;
  const name = own ? (own.name ?? names.free(prefix, virtualRouterId, family)) : null;
  if (entry && own?.name != null && !names.take(own.name))
    say.error(entry.keyword, "config.duplicate-name", `two instances have a macvlan named ${own.name}`);
  if (name !== null) builder.add(name, device, family);
  const everywhere = entryOf(block, "use_vmac_addr") !== null;
  const place = (address: VirtualAddress): VirtualAddress => {
    const { ownVmac, ...rest } = address;
    const elsewhere = rest.interface !== device || familyOf(rest.address) !== family;
    if (elsewhere && (everywhere || ownVmac === true))
      return { ...rest, interface: builder.forAddress(rest.interface, familyOf(rest.address)) };
    return name !== null && rest.interface === device ? { ...rest, interface: name } : rest;
  };
  const placed = {
    virtualAddresses: addresses.virtualAddresses.map(place),
    excludedAddresses: addresses.excludedAddresses.map(place),
  };
  const onBase = entryOf(block, "vmac_xmit_base") !== null || entryOf(block, "unicast_peer") !== null;
  if (entry && entryOf(block, "unicast_peer") && !entryOf(block, "vmac_xmit_base"))
    say.warning(
      entry.keyword,
      "config.default-taken",
      "unicast adverts go out from the base interface (vmac_xmit_base)",
    );
  return {
    ...placed,
    ...(builder.macvlans.length > 0 ? { macvlans: builder.macvlans } : {}),
    ...(name !== null && !onBase ? { advertInterface: name } : {}),
  };
};
