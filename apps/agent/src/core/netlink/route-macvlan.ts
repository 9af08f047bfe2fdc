import { concatBytes, utf8Bytes, viewOf } from "../bytes/bytes.ts";
import { encodeAttribute, LITTLE_ENDIAN, u32Bytes } from "./route-message.ts";

/** Requests that make, switch on and remove a macvlan or an ipvlan (include/uapi/linux/if_link.h). */

const IFINFO_BYTES = 16;
const IFLA_ADDRESS = 1;
const IFLA_IFNAME = 3;
const IFLA_LINK = 5;
const IFLA_MASTER = 10;
const IFLA_LINKINFO = 18;
const IFLA_INFO_KIND = 1;
const IFLA_INFO_DATA = 2;
const IFLA_MACVLAN_MODE = 1;
/** It does not talk to other macvlans of the same interface. */
const MACVLAN_MODE_PRIVATE = 1;
const IFLA_IPVLAN_MODE = 1;
const IFLA_IPVLAN_FLAGS = 2;
const IPVLAN_MODE_L2 = 0;
const IPVLAN_FLAGS = { bridge: 0, private: 1, vepa: 2 } as const;
const IFF_UP = 1;

interface LinkSpec {
  readonly name: string;
  readonly parentIndex: number;
  /** The VRF that it shall belong to; null: none. */
  readonly masterIndex: number | null;
}

export interface MacvlanSpec extends LinkSpec {
  readonly mac: Uint8Array;
}

export interface IpvlanSpec extends LinkSpec {
  readonly mode: keyof typeof IPVLAN_FLAGS;
}

const header = (index: number, flags: number): Uint8Array => {
  const bytes = new Uint8Array(IFINFO_BYTES);
  const view = viewOf(bytes);
  view.setInt32(4, index, LITTLE_ENDIAN);
  view.setUint32(8, flags, LITTLE_ENDIAN);
  view.setUint32(12, flags, LITTLE_ENDIAN);
  return bytes;
};

const u16Bytes = (value: number): Uint8Array => {
  const bytes = new Uint8Array(2);
  viewOf(bytes).setUint16(0, value, LITTLE_ENDIAN);
  return bytes;
};

const newLink = (
  { name, parentIndex, masterIndex }: LinkSpec,
  kind: string,
  data: readonly Uint8Array[],
  more: readonly Uint8Array[] = [],
): Uint8Array => {
  const info = concatBytes([
    encodeAttribute(IFLA_INFO_KIND, utf8Bytes(kind)),
    encodeAttribute(IFLA_INFO_DATA, concatBytes(data)),
  ]);
  return concatBytes([
    header(0, 0),
    encodeAttribute(IFLA_IFNAME, utf8Bytes(`${name}\0`)),
    encodeAttribute(IFLA_LINK, u32Bytes(parentIndex)),
    ...more,
    encodeAttribute(IFLA_LINKINFO, info),
    ...(masterIndex === null ? [] : [encodeAttribute(IFLA_MASTER, u32Bytes(masterIndex))]),
  ]);
};

/** The body of RTM_NEWLINK with NLM_F_CREATE and NLM_F_EXCL. */
export const encodeMacvlanBody = (spec: MacvlanSpec): Uint8Array =>
  newLink(
    spec,
    "macvlan",
    [encodeAttribute(IFLA_MACVLAN_MODE, u32Bytes(MACVLAN_MODE_PRIVATE))],
    [encodeAttribute(IFLA_ADDRESS, spec.mac)],
  );

/** The same for an ipvlan, which has the MAC of the interface below it. */
export const encodeIpvlanBody = (spec: IpvlanSpec): Uint8Array =>
  newLink(spec, "ipvlan", [
    encodeAttribute(IFLA_IPVLAN_MODE, u16Bytes(IPVLAN_MODE_L2)),
    encodeAttribute(IFLA_IPVLAN_FLAGS, u16Bytes(IPVLAN_FLAGS[spec.mode])),
  ]);

/** The body of RTM_NEWLINK, without flags, that switches an interface on. */
export const encodeLinkUpBody = (index: number): Uint8Array => header(index, IFF_UP);

/** The body of RTM_DELLINK. */
export const encodeLinkRemovalBody = (index: number): Uint8Array => header(index, 0);
