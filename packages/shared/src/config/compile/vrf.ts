import type { BoundBlock } from "../bind.ts";
import { interfaceName } from "./addresses.ts";
import { type Complaints, entryOf } from "./reader.ts";

/** vrf: the device of the VRF, for a unicast instance without an interface; null: there is none, or it does not count. */
export const compileVrf = (block: BoundBlock, say: Complaints): string | null => {
  const entry = entryOf(block, "vrf");
  const [word] = entry?.args ?? [];
  if (!entry || !word) return null;
  if (entryOf(block, "interface")) {
    const message = "'vrf' has no effect together with 'interface', in keepalived too";
    say.warning(entry.keyword, "config.contradiction", message);
    return null;
  }
  if (!entryOf(block, "unicast_peer")?.block?.lines.length) {
    say.error(
      entry.keyword,
      "config.missing-keyword",
      "'vrf' needs a 'unicast_peer'",
      "or name an 'interface' instead",
    );
    return null;
  }
  return interfaceName(word, say);
};
