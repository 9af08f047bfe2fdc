import { parseIpAddress } from "../../net/ip-address.ts";
import type { Statement } from "../ast.ts";
import type { BoundBlock } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { VirtualAddress } from "../model.ts";
import { readAddressOptions } from "./address-options.ts";
import { type Complaints, entriesOf } from "./reader.ts";

/** IFNAMSIZ of linux/if.h, less the ending zero. */
export const MAX_INTERFACE_NAME = 15;

/** Far beyond what an interface is given; the advert has room for 255 (RFC 5798 section 5.2.5). */
const MAX_LINES = 4096;

/** The lines of every virtual_ipaddress (or _excluded, or static_ipaddress) block. */
export const addressesOf = (
  block: BoundBlock,
  keyword: string,
  defaultInterface: string,
  say: Complaints,
): readonly VirtualAddress[] => {
  const found: VirtualAddress[] = [];
  const seen = new Set<string>();
  for (const entry of entriesOf(block, keyword)) {
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
  const own = parsePrefix(first, say);
  if (!own) return null;
  const { options, device, label, prefixLength, useVmac } = readAddressOptions(rest, own, say);
  return {
    address: own.address,
    prefixLength: prefixLength ?? own.prefixLength,
    interface: device ? interfaceName(device, say) : defaultInterface,
    label,
    ...options,
    ...(useVmac ? { ownVmac: true } : {}),
  };
};

export const parsePrefix = (token: Token, say: Complaints): { address: string; prefixLength: number } | null => {
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
