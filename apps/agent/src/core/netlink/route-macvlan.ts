import { concatBytes, utf8Bytes, viewOf } from "../bytes/bytes.ts";
import { encodeAttribute, LITTLE_ENDIAN, u32Bytes } from "./route-message.ts";

/** Requests that make, switch on and remove a macvlan (include/uapi/linux/if_link.h). */

const IFINFO_BYTES = 16;
const IFLA_ADDRESS = 1;
const IFLA_IFNAME = 3;
const IFLA_LINK = 5;
const IFLA_LINKINFO = 18;
const IFLA_INFO_KIND = 1;
const IFLA_INFO_DATA = 2;
const IFLA_MACVLAN_MODE = 1;
/** It does not talk to other macvlans of the same interface. */
const MACVLAN_MODE_PRIVATE = 1;
const IFF_UP = 1;

export interface MacvlanSpec {
  readonly name: string;
  readonly mac: Uint8Array;
  readonly parentIndex: number;
}

const header = (index: number, flags: number): Uint8Array => {
  const bytes = new Uint8Array(IFINFO_BYTES);
  const view = viewOf(bytes);
  view.setInt32(4, index, LITTLE_ENDIAN);
  view.setUint32(8, flags, LITTLE_ENDIAN);
  view.setUint32(12, flags, LITTLE_ENDIAN);
  return bytes;
};

/** The body of RTM_NEWLINK with NLM_F_CREATE and NLM_F_EXCL. */
export const encodeMacvlanBody = ({ name, mac, parentIndex }: MacvlanSpec): Uint8Array => {
  const mode = encodeAttribute(IFLA_MACVLAN_MODE, u32Bytes(MACVLAN_MODE_PRIVATE));
  const info = concatBytes([
    encodeAttribute(IFLA_INFO_KIND, utf8Bytes("macvlan")),
    encodeAttribute(IFLA_INFO_DATA, mode),
  ]);
  return concatBytes([
    header(0, 0),
    encodeAttribute(IFLA_IFNAME, utf8Bytes(`${name}\0`)),
    encodeAttribute(IFLA_LINK, u32Bytes(parentIndex)),
    encodeAttribute(IFLA_ADDRESS, mac),
    encodeAttribute(IFLA_LINKINFO, info),
  ]);
};

/** The body of RTM_NEWLINK, without flags, that switches an interface on. */
export const encodeLinkUpBody = (index: number): Uint8Array => header(index, IFF_UP);

/** The body of RTM_DELLINK. */
export const encodeLinkRemovalBody = (index: number): Uint8Array => header(index, 0);
