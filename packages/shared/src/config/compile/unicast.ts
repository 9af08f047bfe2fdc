import { parseIpAddress } from "../../net/ip-address.ts";
import type { BoundBlock } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { VrrpInstance } from "../model.ts";
import type { PeerTtl } from "../model-vrrp.ts";
import { numberIn } from "./kernel-names.ts";
import { type Complaints, entriesOf, entryOf, flagOf } from "./reader.ts";

type Unicast = Pick<VrrpInstance, "unicastPeers" | "checkUnicastSource" | "peerTtls">;

const MAX_TTL = 255;

/** unicast_peer and check_unicast_src, which a bound of a peer's TTL turns on; an empty list means multicast. */
export const compileUnicast = (globals: BoundBlock | null, instance: BoundBlock, say: Complaints): Unicast => {
  const peers = peersOf(instance, say);
  const unicastPeers = [...new Set(peers.map(({ address }) => address))];
  const peerTtls = peers.filter(({ min, max }) => min > 0 || max < MAX_TTL);
  const checkUnicastSource =
    flagOf(instance, "check_unicast_src") ?? flagOf(globals, "vrrp_check_unicast_src") ?? peerTtls.length > 0;
  return {
    ...(unicastPeers.length > 0 ? { unicastPeers } : {}),
    ...(checkUnicastSource ? { checkUnicastSource } : {}),
    ...(peerTtls.length > 0 ? { peerTtls } : {}),
  };
};

/** `min_ttl N` and `max_ttl N` behind a peer. */
const boundsOf = (words: readonly Token[], say: Complaints): Pick<PeerTtl, "min" | "max"> => {
  const bounds = { min: 0, max: MAX_TTL };
  for (let at = 0; at < words.length; at += 2) {
    const [option, value] = [words[at], words[at + 1]];
    if (!option) continue;
    if (option.value !== "min_ttl" && option.value !== "max_ttl") {
      const message = `'${option.value.slice(0, 60)}' is not an option of a peer`;
      say.error(option, "config.bad-value", message, "put each address on a line of its own");
      break;
    }
    if (!value) say.error(option, "config.missing-value", `'${option.value}' needs a value`);
    else bounds[option.value === "min_ttl" ? "min" : "max"] = numberIn(value, MAX_TTL, say, "a TTL");
  }
  return bounds;
};

/** Where adverts come from; null: the interface's first address. */
export const sourceAddressOf = (instance: BoundBlock, say: Complaints): string | null => {
  const entry = entryOf(instance, "mcast_src_ip") ?? entryOf(instance, "unicast_src_ip");
  const [word] = entry?.args ?? [];
  if (word) withoutPrefix(word, say);
  return typeof entry?.value === "string" ? entry.value : null;
};

/** keepalived passes over a prefix length here, and files have them. */
const withoutPrefix = (word: Token, say: Complaints): string => {
  const [address = "", length] = word.value.split("/");
  if (length === undefined || !/^\d{1,3}$/.test(length)) return word.value;
  say.warning(word, "config.extra-argument", `'/${length}' has no effect: a single address is meant here`);
  return address;
};

const peersOf = (instance: BoundBlock, say: Complaints): readonly PeerTtl[] =>
  entriesOf(instance, "unicast_peer").flatMap((entry) =>
    (entry.block?.lines ?? []).flatMap(({ words: [first, ...options] }) => {
      if (!first) return [];
      const address = parseIpAddress(withoutPrefix(first, say));
      if (!address.ok) {
        say.error(first, "config.bad-address", address.error);
        return [];
      }
      return [{ address: address.value.text, ...boundsOf(options, say) }];
    }),
  );
