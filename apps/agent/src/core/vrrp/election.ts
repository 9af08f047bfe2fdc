import { addressBytes } from "@baton/shared/net/ip-address.ts";
import { compareBytes } from "../bytes/bytes.ts";

export interface Contender {
  readonly priority: number;
  /** The primary address it sends from. */
  readonly address: string;
}

/** How `other` stands to `own`: priority first, then the higher address (RFC 3768 section 6.4.3). */
export type Standing = "stronger" | "weaker" | "same";

export const standing = (own: Contender, other: Contender): Standing => {
  if (other.priority !== own.priority) return other.priority > own.priority ? "stronger" : "weaker";
  const order = compareBytes(
    addressBytes(other.address) ?? new Uint8Array(),
    addressBytes(own.address) ?? new Uint8Array(),
  );
  if (order === 0) return "same";
  return order > 0 ? "stronger" : "weaker";
};
