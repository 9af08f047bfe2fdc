import { err, ok, type Result } from "../base/result.ts";

export type AddressFamily = "inet" | "inet6";

/** An address in canonical text (RFC 5952 for IPv6), so that equal addresses are equal strings. */
export interface IpAddress {
  readonly family: AddressFamily;
  readonly text: string;
}

const OCTET = /^(0|[1-9]\d{0,2})$/;

/** The four bytes of dotted-quad text, or null. Leading zeros are refused: libc reads them as octal. */
export const ipv4Bytes = (text: string): Uint8Array | null => {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  const bytes = parts.map((part) => (OCTET.test(part) ? Number(part) : 256));
  return bytes.every((byte) => byte <= 255) ? Uint8Array.from(bytes) : null;
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
  const bytes = addressBytes(text);
  if (!bytes) return err(`"${text}" is not an IP address`);
  return ok({ family: bytes.length === 4 ? "inet" : "inet6", text: addressText(bytes) });
};

export const familyOf = (address: string): AddressFamily => (address.includes(":") ? "inet6" : "inet");
