import { parseIpAddress } from "../../net/ip-address.ts";
import type { Statement } from "../ast.ts";
import type { BoundBlock } from "../bind.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Token } from "../lexer.ts";
import type { VirtualAddress } from "../model.ts";
import { type Complaints, entriesOf } from "./reader.ts";

type OptionKind = "used" | "ignored" | "refused";

/** Options of an address line, with the number of their own arguments. */
const OPTIONS: ReadonlyMap<string, { readonly kind: OptionKind; readonly args: number }> = new Map([
  ["dev", { kind: "used", args: 1 }],
  ["label", { kind: "used", args: 1 }],
  ["brd", { kind: "ignored", args: 1 }],
  ["broadcast", { kind: "ignored", args: 1 }],
  ["scope", { kind: "ignored", args: 1 }],
  ["-nodad", { kind: "ignored", args: 0 }],
  ["home", { kind: "ignored", args: 0 }],
  ["mngtmpaddr", { kind: "ignored", args: 0 }],
  ["noprefixroute", { kind: "ignored", args: 0 }],
  ["autojoin", { kind: "ignored", args: 0 }],
  ["no_track", { kind: "ignored", args: 0 }],
  ["no-track", { kind: "ignored", args: 0 }],
  ["preferred_lft", { kind: "ignored", args: 1 }],
  ["track_group", { kind: "refused", args: 1 }],
  ["peer", { kind: "refused", args: 1 }],
  ["use_vmac", { kind: "refused", args: 0 }],
]);

/** IFNAMSIZ of linux/if.h, less the ending zero. */
export const MAX_INTERFACE_NAME = 15;

/** Far beyond what an interface is given; the advert has room for 255 (RFC 5798 section 5.2.5). */
const MAX_LINES = 4096;

/** The lines of every virtual_ipaddress (or _excluded) block of an instance. */
export const addressesOf = (
  instance: BoundBlock,
  keyword: string,
  defaultInterface: string,
  say: Complaints,
): readonly VirtualAddress[] => {
  const found: VirtualAddress[] = [];
  const seen = new Set<string>();
  for (const entry of entriesOf(instance, keyword)) {
    const lines = entry.block?.lines ?? [];
    if (lines.length > MAX_LINES)
      say.error(
        entry.keyword,
        "config.too-many-addresses",
        `${keyword} has ${lines.length} lines, more than ${MAX_LINES}`,
      );
    for (const line of lines.slice(0, MAX_LINES)) {
      const address = addressLine(line, defaultInterface, say);
      const first = line.words[0];
      if (!address || !first) continue;
      const key = `${address.address} ${address.interface}`;
      // Kept twice: keepalived sends it twice, and a peer that does not hear so drops the advert.
      if (seen.has(key)) say.warning(first, "config.duplicate-address", `${address.address} stands in this list twice`);
      seen.add(key);
      found.push(address);
    }
  }
  return found;
};

const addressLine = (line: Statement, defaultInterface: string, say: Complaints): VirtualAddress | null => {
  const [first, ...rest] = line.words;
  if (!first) return null;
  if (line.block) say.error(line.block.open, "config.unexpected-block", "an address takes no block");
  const parsed = parsePrefix(first, say);
  if (!parsed) return null;
  let dev = defaultInterface;
  let label: string | null = null;
  for (let i = 0; i < rest.length; i++) {
    const option = rest[i];
    const known = option && OPTIONS.get(option.value);
    if (!option || !known) {
      if (option) complainOption(option, say);
      continue;
    }
    const value = known.args > 0 ? rest[i + 1] : option;
    i += known.args;
    if (!value) {
      say.error(option, "config.missing-value", `'${option.value}' needs a value`);
      continue;
    }
    sayUnused(option, known.kind, say);
    if (option.value === "dev") dev = interfaceName(value, say);
    if (option.value === "label") label = labelName(value, say);
  }
  return { ...parsed, interface: dev, label };
};

const parsePrefix = (token: Token, say: Complaints): { address: string; prefixLength: number } | null => {
  const slash = token.value.indexOf("/");
  const text = slash < 0 ? token.value : token.value.slice(0, slash);
  const address = parseIpAddress(text);
  if (!address.ok) {
    say.error(token, "config.bad-address", `${address.error}`, "write it as 192.168.1.100 or 192.168.1.100/24");
    return null;
  }
  const longest = address.value.family === "inet" ? 32 : 128;
  const length = slash < 0 ? String(longest) : token.value.slice(slash + 1);
  if (!/^\d{1,3}$/.test(length) || Number(length) > longest) {
    say.error(token, "config.bad-address", `'/${length}' is not a prefix length: 0 to ${longest} is`);
    return null;
  }
  return { address: address.value.text, prefixLength: Number(length) };
};

const complainOption = (option: Token, say: Complaints): void => {
  const near = didYouMean(option.value, OPTIONS.keys());
  const another = parseIpAddress(option.value.split("/")[0] ?? "").ok;
  say.error(
    option,
    "config.bad-address-option",
    `'${option.value.slice(0, 60)}' is not an option of an address`,
    another ? "put each address on a line of its own" : near ? `did you mean '${near}'?` : undefined,
  );
};

const sayUnused = (option: Token, kind: OptionKind, say: Complaints): void => {
  if (kind === "ignored")
    say.warning(option, "config.no-effect", `'${option.value}' of an address is accepted but has no effect in Baton`);
  if (kind === "refused")
    say.error(option, "config.not-implemented", `'${option.value}' of an address is not implemented yet`);
};

/** A name the kernel would take (dev_valid_name in net/core/dev.c); complains and gives it back otherwise. */
export const interfaceName = (token: Token, say: Complaints): string => {
  const { value } = token;
  const valid =
    value.length > 0 && value.length <= MAX_INTERFACE_NAME && !/[/:\s]/.test(value) && value !== "." && value !== "..";
  if (!valid)
    say.error(
      token,
      "config.bad-interface",
      `'${value.slice(0, 60)}' cannot be an interface's name`,
      `at most ${MAX_INTERFACE_NAME} characters, no '/', ':' or space`,
    );
  return value;
};

const labelName = (token: Token, say: Complaints): string => {
  if (token.value.length > MAX_INTERFACE_NAME)
    say.error(token, "config.bad-label", `a label has at most ${MAX_INTERFACE_NAME} characters`);
  return token.value;
};
