import { err, ok, type Result } from "../base/result.ts";

export type AddressFamily = "inet" | "inet6";

/** An address in canonical text (RFC 5952 for IPv6), so that equal addresses are equal strings. */
export interface IpAddress {
  readonly family: AddressFamily;
  readonly text: string;
}

const ZERO = 48;
const DOT = 46;

/**
 * The four bytes of dotted-quad text as one number, or -1. Leading zeros are refused: libc reads them as octal.
 * One pass without garbage: large configurations have tens of thousands of addresses.
 */
const ipv4Number = (text: string): number => {
  if (text.length < 7 || text.length > 15) return -1;
  let value = 0;
  let byte = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9 && byte !== 0) {
      byte = byte < 0 ? digit : byte * 10 + digit;
      if (byte > 255) return -1;
    } else if (code === DOT && byte >= 0 && dots < 3) {
      value = value * 256 + byte;
      byte = -1;
      dots++;
    } else return -1;
  }
  return dots === 3 && byte >= 0 ? value * 256 + byte : -1;
};

/** The four bytes of dotted-quad text, or null. */
export const ipv4Bytes = (text: string): Uint8Array | null => {
  const value = ipv4Number(text);
  return value < 0 ? null : Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
};

const groupsOf = (text: string): number[] | null => {
  if (text === "") return [];
  const groups: number[] = [];
  for (const part of text.split(":")) {
    if (!/^[\da-f]{1,4}$/i.test(part)) return null;
    groups.push(Number.parseInt(part, 16));
  }
  return groups;
};

/** Rewrites a trailing dotted quad ("::ffff:1.2.3.4") as two groups. */
const withoutDottedTail = (text: string): string | null => {
  const at = text.lastIndexOf(":");
  const tail = text.slice(at + 1);
  if (!tail.includes(".")) return text;
  const bytes = ipv4Bytes(tail);
  if (!bytes) return null;
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return `${text.slice(0, at + 1)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
};

/** The sixteen bytes of IPv6 text without a zone, or null. */
export const ipv6Bytes = (text: string): Uint8Array | null => {
  const plain = withoutDottedTail(text);
  if (plain === null) return null;
  const halves = plain.split("::");
  if (halves.length > 2) return null;
  const head = groupsOf(halves[0] ?? "");
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? "") : [];
  if (!head || !tail) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255]));
};

/** Text to bytes in network order: 4 for IPv4, 16 for IPv6, null when it is neither. */
export const addressBytes = (text: string): Uint8Array | null =>
  text.includes(":") ? ipv6Bytes(text) : ipv4Bytes(text);

const longestZeroRun = (groups: readonly number[]): { start: number; length: number } => {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
  }
  return best;
};

/** Bytes to canonical text. Throws a RangeError unless given 4 or 16 bytes. */
export const addressText = (bytes: Uint8Array): string => {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.length !== 16) throw new RangeError(`an address has 4 or 16 bytes, not ${bytes.length}`);
  const groups = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0));
  const run = longestZeroRun(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":");
  if (run.start < 0) return hex(groups);
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
};

export const parseIpAddress = (text: string): Result<IpAddress, string> => {
  // Without leading zeros a dotted quad is its own canonical text.
  if (ipv4Number(text) >= 0) return ok({ family: "inet", text });
  const bytes = text.includes(":") ? ipv6Bytes(text) : null;
  return bytes ? ok({ family: "inet6", text: addressText(bytes) }) : err(`"${text}" is not an IP address`);
};

export const familyOf = (address: string): AddressFamily => (address.includes(":") ? "inet6" : "inet");
