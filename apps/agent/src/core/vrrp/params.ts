import type { Millis } from "@baton/shared/base/duration.ts";
import type { GarpSettings, VrrpInstance } from "@baton/shared/config/model.ts";
import type { PeerTtl } from "@baton/shared/config/model-vrrp.ts";
import { type AddressFamily, familyOf } from "@baton/shared/net/ip-address.ts";
import { VRRP_GROUP } from "@baton/shared/net/vrrp-group.ts";
import { utf8Bytes } from "../bytes/bytes.ts";
import { AUTH_AH, AUTH_BYTES, AUTH_NONE, AUTH_PASS } from "./advert.ts";

/** The priority of the address owner, RFC 3768 section 6.1. */
export const OWNER_PRIORITY = 255;
/** The highest priority of a router that does not own the addresses; what a takeover advertises. */
export const TAKEOVER_PRIORITY = 254;

/** The settings of one virtual router on this node; they do not change while it runs. */
export interface RouterParams {
  readonly name: string;
  readonly virtualRouterId: number;
  readonly version: 2 | 3;
  readonly priority: number;
  readonly advertInterval: Millis;
  readonly downTimerAdverts: number;
  readonly preempt: boolean;
  readonly preemptDelay: Millis;
  /** Advertised and compared, canonical text, in configuration order. */
  readonly addresses: readonly string[];
  readonly authType: number;
  readonly authData: Uint8Array;
  /** auth_type AH: what digests are made with, 8 bytes. */
  readonly authKey: Uint8Array;
  readonly garp: GarpSettings;
  /** Where adverts go; empty means multicast. */
  readonly unicastPeers: readonly string[];
  /** The multicast group, canonical text. */
  readonly group: string;
  readonly checkUnicastSource: boolean;
  /** After the master resigned the whole skew is waited out, as the RFCs have it (docs/adr/0007). */
  readonly wholeSkew: boolean;
  /** What adverts travel over. */
  readonly family: AddressFamily;
  readonly checksumAsV2: boolean;
  /** See VrrpBehaviour in the configuration's model. */
  readonly silentToWeaker: boolean;
  readonly advertBeforeYield: boolean;
  readonly deafAsOwner: boolean;
  readonly skipAddressCheck: boolean;
  /** Null: see VrrpBehaviour in the configuration's model. */
  readonly stallPeerPriority: number | null;
  /** Null: 255. */
  readonly unicastTtl: number | null;
  readonly peerTtls: readonly PeerTtl[];
}

/** Adverts travel over the family of the advertised addresses; without any, over that of sender or receivers. */
export const familyOfInstance = (instance: VrrpInstance): AddressFamily => {
  const { virtualAddresses, sourceAddress, unicastPeers, multicastGroup } = instance;
  return familyOf(virtualAddresses[0]?.address ?? sourceAddress ?? unicastPeers?.[0] ?? multicastGroup ?? "");
};

export const groupOfInstance = (instance: VrrpInstance): string =>
  instance.multicastGroup ?? VRRP_GROUP[familyOfInstance(instance)];

/** The first 8 bytes of the password, zero-padded. */
const passwordBytes = (password: string): Uint8Array => {
  const data = new Uint8Array(AUTH_BYTES);
  data.set(utf8Bytes(password).subarray(0, AUTH_BYTES));
  return data;
};

const NO_BYTES = new Uint8Array(AUTH_BYTES);

const authenticationOf = ({
  version,
  authentication,
}: VrrpInstance): Pick<RouterParams, "authType" | "authData" | "authKey"> => {
  if (version !== 2 || !authentication) return { authType: AUTH_NONE, authData: NO_BYTES, authKey: NO_BYTES };
  const password = passwordBytes(authentication.password);
  return authentication.type === "AH"
    ? { authType: AUTH_AH, authData: NO_BYTES, authKey: password }
    : { authType: AUTH_PASS, authData: password, authKey: NO_BYTES };
};

export const paramsOf = (instance: VrrpInstance): RouterParams => ({
  name: instance.name,
  virtualRouterId: instance.virtualRouterId,
  version: instance.version,
  priority: instance.priority,
  advertInterval: instance.advertInterval,
  downTimerAdverts: instance.downTimerAdverts,
  preempt: instance.preempt,
  preemptDelay: instance.preemptDelay,
  addresses: instance.virtualAddresses.map((address) => address.address),
  ...authenticationOf(instance),
  garp: instance.garp,
  unicastPeers: instance.unicastPeers ?? [],
  group: groupOfInstance(instance),
  checkUnicastSource: instance.checkUnicastSource ?? false,
  wholeSkew: instance.wholeSkew ?? false,
  family: familyOfInstance(instance),
  checksumAsV2: instance.checksumAsV2 ?? false,
  silentToWeaker: instance.silentToWeaker ?? false,
  advertBeforeYield: instance.advertBeforeYield ?? false,
  deafAsOwner: instance.deafAsOwner ?? false,
  skipAddressCheck: instance.skipAddressCheck ?? false,
  stallPeerPriority: instance.stallPeerPriority ?? null,
  unicastTtl: instance.unicastTtl ?? null,
  peerTtls: instance.peerTtls ?? [],
});
