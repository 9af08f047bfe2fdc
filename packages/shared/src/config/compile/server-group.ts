import { addressRange, lastOfPrefix } from "../../net/address-range.ts";
import { familyOf, parseIpAddress } from "../../net/ip-address.ts";
import { headRange, type Statement } from "../ast.ts";
import type { BoundBlock } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { ServiceAddress, ServiceRange, VirtualServerGroup } from "../model-service.ts";
import { type Complaints, entriesOf } from "./reader.ts";

/** Every service of a group is one of the kernel's, with the whole pool below it. */
const MOST_SERVICES = 4096;
/** Of all groups together: a few short lines could stand for millions. */
const MOST_IN_ALL = 65_536;
export const MAX_MARK = 2 ** 32 - 1;

export type ServerGroups = ReadonlyMap<string, VirtualServerGroup>;
export const NO_GROUPS: ServerGroups = new Map();

/** The virtual_server_groups by name, ranges written out, and with `keepsRanges` as they stand too. What is wrong has been reported. */
export const compileServerGroups = (root: BoundBlock, keepsRanges: boolean, say: Complaints): ServerGroups => {
  const groups = new Map<string, VirtualServerGroup>();
  let inAll = 0;
  for (const { block, value, keyword } of entriesOf(root, "virtual_server_group")) {
    if (!block || typeof value !== "string") continue;
    if (groups.has(value)) say.error(keyword, "config.duplicate-name", `there are two groups named ${value}`);
    if (value.length > 100) say.error(keyword, "config.bad-value", "a group's name has at most 100 characters");
    const services = servicesOf(block.lines, say);
    if (block.lines.length === 0)
      say.error(keyword, "config.no-servers", `virtual_server_group ${value} is empty`, "write ADDRESS PORT lines");
    const ranges = keepsRanges && services.every(({ mark }) => mark === undefined) ? rangesOf(block.lines) : [];
    groups.set(value, { name: value, services, ...(ranges.length > 0 ? { ranges } : {}) });
    inAll += services.length;
    if (inAll > MOST_IN_ALL) {
      say.error(keyword, "config.too-many-addresses", `the groups have more than ${MOST_IN_ALL} services in all`);
      break;
    }
  }
  return groups;
};

const servicesOf = (lines: readonly Statement[], say: Complaints): readonly ServiceAddress[] => {
  const services = new Map<string, ServiceAddress>();
  for (const line of lines) {
    for (const service of lineServices(line, say)) {
      const key = `${service.mark ?? ""} ${service.address} ${service.port}`;
      if (services.has(key))
        say.warning(headRange(line), "config.duplicate-server", "a service stands in this group twice");
      services.set(key, service);
    }
    if (services.size > MOST_SERVICES) {
      say.error(headRange(line), "config.too-many-addresses", `a group has at most ${MOST_SERVICES} services`);
      break;
    }
  }
  const [first, ...rest] = [...services.values()];
  const [line] = lines;
  if (first && line && rest.some(({ address }) => familyOf(address) !== familyOf(first.address)))
    say.error(headRange(line), "config.mixed-families", "a group is either IPv4 or IPv6: its pool is of one family");
  return [...services.values()];
};

const lineServices = ({ words }: Statement, say: Complaints): readonly ServiceAddress[] => {
  const [first, second, ...rest] = words;
  if (!first) return [];
  if (first.value === "fwmark") return markService(first, second, rest[0], say);
  const [extra] = rest;
  if (extra) say.warning(extra, "config.extra-argument", `'${extra.value.slice(0, 60)}' has no effect`);
  const port = portOf(second, say);
  return addressesOf(first, say).map((address) => ({ address, port }));
};

/** Of lines that have been found right. */
const rangesOf = (lines: readonly Statement[]): readonly ServiceRange[] =>
  lines.flatMap(({ words: [address, port] }) => {
    const ends = address ? endsOf(address) : null;
    return ends ? [{ ...ends, port: port ? Number(port.value) : 0 }] : [];
  });

const portOf = (token: Token | undefined, say: Complaints): number => {
  if (!token) return 0;
  if (/^\d{1,5}$/.test(token.value) && Number(token.value) <= 65_535) return Number(token.value);
  say.error(token, "config.bad-value", `'${token.value.slice(0, 60)}' is not a port: 1 to 65535 is`);
  return 0;
};

const markService = (at: Token, number: Token | undefined, family: Token | undefined, say: Complaints) => {
  const mark = markOf(number);
  if (mark === null) {
    say.error(number ?? at, "config.bad-value", `a firewall mark is a number from 1 to ${MAX_MARK}`);
    return [];
  }
  if (family && family.value !== "inet" && family.value !== "inet6")
    say.error(family, "config.bad-value", `'${family.value.slice(0, 60)}' is neither inet nor inet6`);
  return [{ address: family?.value === "inet6" ? "::" : "0.0.0.0", port: 0, mark }];
};

export const markOf = (token: Token | undefined): number | null => {
  const mark = token && /^\d{1,10}$/.test(token.value) ? Number(token.value) : 0;
  return mark >= 1 && mark <= MAX_MARK ? mark : null;
};

/** ADDRESS, ADDRESS-ADDRESS, ADDRESS/LENGTH or ADDRESS-N, where N is the last part of the last address. */
const endsOf = (token: Token): { readonly first: string; readonly last: string } | null => {
  const match = /^([^-/]+)(?:-([^-/]+)|\/(\d{1,3}))?$/.exec(token.value);
  const first = parseIpAddress(match?.[1] ?? "");
  const last = first.ok && match ? lastOf(first.value.text, match[2], match[3]) : null;
  return first.ok && last !== null ? { first: first.value.text, last } : null;
};

const addressesOf = (token: Token, say: Complaints): readonly string[] => {
  const ends = endsOf(token);
  const addresses = ends ? addressRange(ends.first, ends.last, MOST_SERVICES) : null;
  if (addresses) return addresses;
  say.error(
    token,
    "config.bad-address",
    `'${token.value.slice(0, 60)}' is not an address or a range of at most ${MOST_SERVICES}`,
    "write 10.0.0.1, 10.0.0.1-9, 10.0.0.1-10.0.0.9 or 10.0.0.0/28",
  );
  return [];
};

const lastOf = (first: string, end: string | undefined, length: string | undefined): string | null => {
  if (length !== undefined) return lastOfPrefix(first, Number(length));
  if (end === undefined) return first;
  const whole = parseIpAddress(end);
  if (whole.ok) return whole.value.text;
  const separator = familyOf(first) === "inet" ? "." : ":";
  const joined = parseIpAddress(`${first.slice(0, first.lastIndexOf(separator) + 1)}${end}`);
  return joined.ok ? joined.value.text : null;
};
