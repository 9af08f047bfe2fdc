import { addressBytes, addressText, parseIpAddress } from "../../net/ip-address.ts";
import type { Token } from "../lexer.ts";
import type { IpPrefix } from "../model-kernel.ts";
import type { Complaints } from "./reader.ts";

/** Names and numbers in lines of addresses, routes and rules, as iproute2 reads them. */

const MAX_U32 = 4_294_967_295;

const TABLES: ReadonlyMap<string, number> = new Map([
  ["default", 253],
  ["main", 254],
  ["local", 255],
]);
const SCOPES: ReadonlyMap<string, number> = new Map([
  ["global", 0],
  ["universe", 0],
  ["site", 200],
  ["link", 253],
  ["host", 254],
  ["nowhere", 255],
]);
/** The numbers that every rt_protos has. */
const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ["redirect", 1],
  ["kernel", 2],
  ["boot", 3],
  ["static", 4],
  ["ra", 9],
  ["zebra", 11],
  ["bird", 12],
  ["dhcp", 16],
  ["keepalived", 18],
]);

export const MAIN_TABLE = 254;

/** Decimal or 0x; complains and gives 0 otherwise. */
export const numberIn = (word: Token, max: number, say: Complaints, what = "a number"): number => {
  const value = /^(\d{1,10}|0x[\da-f]{1,8})$/i.test(word.value) ? Number(word.value) : Number.NaN;
  if (value <= max) return value;
  say.error(word, "config.bad-value", `'${word.value.slice(0, 60)}' is not ${what} from 0 to ${max}`);
  return 0;
};

export const u32In = (word: Token, say: Complaints): number => numberIn(word, MAX_U32, say);

const named = (names: ReadonlyMap<string, number>, max: number, what: string) => (word: Token, say: Complaints) =>
  names.get(word.value) ?? numberIn(word, max, say, `${what}: ${[...names.keys()].join(", ")} or a number`);

/** Names that a system adds in rt_tables are not known here; their numbers work. */
export const tableIn = named(TABLES, MAX_U32, "a table");
export const scopeIn = named(SCOPES, 255, "a scope");
export const routeProtocolIn = named(PROTOCOLS, 255, "a routing protocol");

/** "10-20" or "10". */
export const rangeIn = (word: Token, max: number, say: Complaints): readonly [number, number] => {
  const [first = "", last = first] = word.value.split("-");
  const range = [Number(first), Number(last)] as const;
  if (/^\d{1,10}(-\d{1,10})?$/.test(word.value) && range[0] <= range[1] && range[1] <= max) return range;
  say.error(word, "config.bad-value", `'${word.value.slice(0, 60)}' is not a range such as 10-20, up to ${max}`);
  return [0, 0];
};

export const addressIn = (word: Token, say: Complaints): string | null => {
  const address = parseIpAddress(word.value);
  if (address.ok) return address.value.text;
  say.error(word, "config.bad-address", address.error);
  return null;
};

/** ADDRESS or ADDRESS/LENGTH, the whole address when there is no length; null when it is none. */
export const readPrefix = (text: string): IpPrefix | null => {
  const [start = "", length, ...more] = text.split("/");
  const address = parseIpAddress(start);
  if (!address.ok || more.length > 0) return null;
  const longest = address.value.family === "inet6" ? 128 : 32;
  const prefixLength = Number(length ?? longest);
  if (!/^\d{1,3}$/.test(length ?? "0") || prefixLength > longest) return null;
  return { address: address.value.text, prefixLength };
};

/** The highest address of an IPv4 network: what `brd +` means. */
export const highestAddress = ({ address, prefixLength }: IpPrefix): string | null => {
  const bytes = addressBytes(address);
  if (bytes?.length !== 4) return null;
  const host = 2 ** (32 - prefixLength) - 1;
  return addressText(bytes.map((byte, i) => byte | ((host >>> (24 - 8 * i)) & 255)));
};
