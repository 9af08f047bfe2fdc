import { type AddressFamily, addressBytes } from "./ip-address.ts";

/** Where adverts go unless the configuration says otherwise: RFC 3768 section 5.2.2, RFC 5798 section 5.1.2.2. */
export const VRRP_GROUP: Readonly<Record<AddressFamily, string>> = { inet: "224.0.0.18", inet6: "ff02::12" };

/** 224.0.0.0/4 or ff00::/8. */
export const isMulticast = (address: string): boolean => {
  const bytes = addressBytes(address);
  if (!bytes) return false;
  return bytes.length === 4 ? (bytes[0] ?? 0) >> 4 === 14 : bytes[0] === 0xff;
};

/** ff02::/16: IPv6 multicast that no router forwards. */
export const isLinkLocalMulticast = (address: string): boolean => {
  const [first = 0, second = 0, ...rest] = addressBytes(address) ?? [];
  return rest.length === 14 && first === 0xff && (second & 0x0f) === 2;
};
