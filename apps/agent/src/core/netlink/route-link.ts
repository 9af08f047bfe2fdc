import { viewOf } from "../bytes/bytes.ts";
import { attributeText, decodeAttributes, LITTLE_ENDIAN, type RouteMessage } from "./route-message.ts";

/** struct ifinfomsg and its attributes (include/uapi/linux/rtnetlink.h, if_link.h). */
export const RTM_NEWLINK = 16;
export const RTM_DELLINK = 17;
export const RTM_GETLINK = 18;

const IFINFO_BYTES = 16;
const IFLA_ADDRESS = 1;
const IFLA_IFNAME = 3;
const IFF_UP = 0x1;
const IFF_RUNNING = 0x40;

export interface Link {
  readonly index: number;
  readonly name: string;
  /** Switched on by the administrator. */
  readonly up: boolean;
  /** Has carrier: the kernel's operational state. */
  readonly running: boolean;
  /** Six bytes on Ethernet. */
  readonly mac: Uint8Array;
}

export const linkRequestBody = (): Uint8Array => new Uint8Array(IFINFO_BYTES);

/** Null: not a message about an interface. */
export const decodeLink = ({ body }: RouteMessage): Link | null => {
  if (body.length < IFINFO_BYTES) return null;
  const view = viewOf(body);
  const attributes = decodeAttributes(body.subarray(IFINFO_BYTES));
  const name = attributes?.get(IFLA_IFNAME);
  if (!name) return null;
  const flags = view.getUint32(8, LITTLE_ENDIAN);
  return {
    index: view.getInt32(4, LITTLE_ENDIAN),
    name: attributeText(name),
    up: (flags & IFF_UP) !== 0,
    running: (flags & IFF_RUNNING) !== 0,
    mac: Uint8Array.from(attributes?.get(IFLA_ADDRESS) ?? []),
  };
};
