import { type AddressFamily, addressBytes, addressText, familyOf } from "@baton/shared/net/ip-address.ts";
import type { BfdPacket } from "./packet.ts";

/** Which session a packet is for, and what the sockets that several sessions share let through. */

/** What tells one session from another. */
export interface BfdPeer {
  readonly neighbor: string;
  /** Across routers, on the port of RFC 5883. */
  readonly multihop?: boolean;
}

/** Sessions of one place share a socket. */
export interface BfdPlace {
  readonly family: AddressFamily;
  readonly multihop: boolean;
}

const MAX_TTL = 255;
const MAX_DISCRIMINATOR = 2 ** 32;

export const BFD_PLACES: readonly BfdPlace[] = (["inet", "inet6"] as const).flatMap((family) =>
  [false, true].map((multihop) => ({ family, multihop })),
);

/** One spelling of each address, without a zone. */
const canonical = (text: string): string => {
  const bytes = addressBytes(text.replace(/%.*$/, ""));
  return bytes ? addressText(bytes) : text;
};

/**
 * The session that a packet from `source` is for, undefined when there is none: by our discriminator, and as long as the
 * other end does not know that one by its address (RFC 5880 section 6.3).
 */
export const demultiplex = <Session extends { readonly instance: BfdPeer; readonly discriminator: number }>(
  sessions: Iterable<Session>,
  { yourDiscriminator }: Pick<BfdPacket, "yourDiscriminator">,
  source: string,
  multihop: boolean,
): Session | undefined => {
  const from = canonical(source);
  for (const session of sessions) {
    const { instance, discriminator } = session;
    const isNeighbor = instance.neighbor === from && (instance.multihop ?? false) === multihop;
    if (isNeighbor && (yourDiscriminator === 0 || yourDiscriminator === discriminator)) return session;
  }
  return undefined;
};

/** A discriminator that none of `used` is; never 0. `random` gives numbers in [0, 1). */
export const freshDiscriminator = (used: ReadonlySet<number>, random: () => number): number => {
  for (;;) {
    const value = 1 + Math.floor(random() * (MAX_DISCRIMINATOR - 1));
    if (!used.has(value)) return value;
  }
};

/** The smallest TTL that some session of the place accepts; null when it has none. */
export const smallestTtl = (
  peers: readonly (BfdPeer & { readonly maxHops: number })[],
  place: BfdPlace,
): number | null => {
  const own = peers.filter(
    ({ neighbor, multihop = false }) => familyOf(neighbor) === place.family && multihop === place.multihop,
  );
  return own.length === 0 ? null : MAX_TTL - Math.max(...own.map(({ maxHops }) => maxHops));
};
