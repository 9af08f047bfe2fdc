import { addressBytes, addressText } from "./ip-address.ts";

/** The address that follows, null behind the last one of its family. */
const nextAddress = (bytes: Uint8Array): Uint8Array | null => {
  const next = bytes.slice();
  for (let at = next.length - 1; at >= 0; at -= 1) {
    const value = ((next[at] ?? 0) + 1) & 255;
    next[at] = value;
    if (value !== 0) return next;
  }
  return null;
};

const isAfter = (a: Uint8Array, b: Uint8Array): boolean => {
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
};

/**
 * Every address from the first to the last, both of one family and in canonical text. Null when the last one comes
 * before the first, they are of different families, or there are more than `most`.
 */
export const addressRange = (first: string, last: string, most: number): readonly string[] | null => {
  const [from, to] = [addressBytes(first), addressBytes(last)];
  if (!from || !to || from.length !== to.length || isAfter(from, to)) return null;
  const addresses: string[] = [];
  for (let at: Uint8Array | null = from; at && !isAfter(at, to); at = nextAddress(at)) {
    if (addresses.length === most) return null;
    addresses.push(addressText(at));
  }
  return addresses;
};

/** The last address of a prefix, canonical text; null for what is no address or too long a prefix. */
export const lastOfPrefix = (address: string, prefixLength: number): string | null => {
  const bytes = addressBytes(address);
  if (!bytes || prefixLength < 0 || prefixLength > bytes.length * 8) return null;
  return addressText(bytes.map((byte, index) => byte | (255 >> Math.min(8, Math.max(0, prefixLength - index * 8)))));
};
