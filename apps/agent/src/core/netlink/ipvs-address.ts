import { type AddressFamily, addressBytes, addressText } from "@baton/shared/net/ip-address.ts";
import type { AttributeWriter } from "./attribute-writer.ts";
import { AF_INET, AF_INET6 } from "./ipvs-constants.ts";

/** union nf_inet_addr: sixteen bytes in network order, of which IPv4 uses the first four. */
const UNION_BYTES = 16;

/** Throws a RangeError when the text is no address: the configuration has parsed it before. */
export const writeAddress = (to: AttributeWriter, type: number, text: string): void => {
  const address = addressBytes(text);
  if (!address) throw new RangeError(`"${text}" is not an IP address`);
  to.padded(type, address, UNION_BYTES);
};

export const decodeAddress = (bytes: Uint8Array, family: AddressFamily): string =>
  addressText(bytes.slice(0, family === "inet" ? 4 : UNION_BYTES));

export const familyNumber = (family: AddressFamily): number => (family === "inet" ? AF_INET : AF_INET6);

export const familyFromNumber = (number: number): AddressFamily | null => {
  if (number === AF_INET) return "inet";
  return number === AF_INET6 ? "inet6" : null;
};
