import { type AddressFamily, familyOf } from "../../net/ip-address.ts";
import type { VrrpInstance } from "../model.ts";
import { compileIpvlan } from "./ipvlan.ts";
import { compileMulticast } from "./multicast.ts";
import { compileUnicast, sourceAddressOf } from "./unicast.ts";
import { compileVmac, type VmacContext } from "./vmac.ts";

type Addresses = Pick<VrrpInstance, "virtualAddresses" | "excludedAddresses">;
type Path = Addresses &
  Pick<VrrpInstance, "sourceAddress" | "macvlans" | "ipvlan" | "advertInterface" | "multicastGroup"> &
  ReturnType<typeof compileUnicast>;

export interface AdvertPath {
  /** Of the first address, or of the sender where there is no address; null: neither tells. */
  readonly family: AddressFamily | null;
  readonly path: Path;
}

/** From where to where adverts travel, and the interfaces that are made for it. */
export const compilePath = (context: VmacContext, listed: Addresses): AdvertPath => {
  const { block, globals, say } = context;
  const placed = compileVmac(context, listed);
  const wanted = sourceAddressOf(block, say);
  const telling = placed.virtualAddresses[0]?.address ?? wanted;
  const family = telling === null ? null : familyOf(telling);
  const ipvlan = compileIpvlan(context, family, placed.excludedAddresses);
  const sourceAddress = wanted ?? ipvlan.ipvlan?.address?.address ?? null;
  const unicast = compileUnicast(globals, block, say);
  const multicast = compileMulticast(globals, block, family, unicast.unicastPeers !== undefined, say);
  return { family, path: { ...placed, ...ipvlan, sourceAddress, ...unicast, ...multicast } };
};
