import { addressBytes } from "./ip-address.ts";

/** "192.168.1.0/24" and the like; the bits behind the prefix do not matter. Null when it is none. */
export const parseNetwork = (text: string): { readonly address: string; readonly prefixLength: number } | null => {
  const [address = "", length = "", ...rest] = text.split("/");
  const bytes = addressBytes(address);
  const prefixLength = /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (!bytes || rest.length > 0 || prefixLength < 0 || prefixLength > bytes.length * 8) return null;
  return { address, prefixLength };
};

/** False for another family and for what is no address. */
export const isInNetwork = (address: string, network: string, prefixLength: number): boolean => {
  const [mine, other] = [addressBytes(address), addressBytes(network)];
  if (!mine || mine.length !== other?.length) return false;
  return mine.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, prefixLength - index * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === ((other[index] ?? 0) & mask);
  });
};
