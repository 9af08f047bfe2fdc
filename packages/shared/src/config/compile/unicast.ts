import { parseIpAddress } from "../../net/ip-address.ts";
import type { BoundBlock } from "../bind.ts";
import type { VrrpInstance } from "../model.ts";
import { type Complaints, entriesOf, flagOf } from "./reader.ts";

type Unicast = Pick<VrrpInstance, "unicastPeers" | "checkUnicastSource">;

/** unicast_peer and check_unicast_src; an empty list means multicast, as in keepalived. */
export const compileUnicast = (globals: BoundBlock | null, instance: BoundBlock, say: Complaints): Unicast => {
  const unicastPeers = peersOf(instance, say);
  const checkUnicastSource =
    flagOf(instance, "check_unicast_src") ?? flagOf(globals, "vrrp_check_unicast_src") ?? false;
  return {
    ...(unicastPeers.length > 0 ? { unicastPeers } : {}),
    ...(checkUnicastSource ? { checkUnicastSource } : {}),
  };
};

const peersOf = (instance: BoundBlock, say: Complaints): readonly string[] => {
  const peers = new Set<string>();
  for (const entry of entriesOf(instance, "unicast_peer")) {
    for (const { words } of entry.block?.lines ?? []) {
      const [first, option] = words;
      if (!first) continue;
      const address = parseIpAddress(first.value);
      if (address.ok) peers.add(address.value.text);
      else say.error(first, "config.bad-address", address.error);
      if (option?.value === "min_ttl" || option?.value === "max_ttl")
        say.error(option, "config.not-implemented", `'${option.value}' of a peer is not implemented yet`);
      else if (option)
        say.error(
          option,
          "config.bad-value",
          `'${option.value.slice(0, 60)}' is not an option of a peer`,
          "put each address on a line of its own",
        );
    }
  }
  return [...peers];
};
