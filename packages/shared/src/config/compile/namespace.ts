import type { BoundBlock } from "../bind.ts";
import { type Complaints, entryOf } from "./reader.ts";

/** A name as `ip netns` takes it: that of a file in /run/netns. */
export const namespaceOf = (root: BoundBlock, keyword: string, say: Complaints): string | null => {
  const word = entryOf(root, keyword)?.args[0];
  if (!word) return null;
  if (/^(?!\.{1,2}$)[\w.:@-]{1,100}$/.test(word.value)) return word.value;
  say.error(word, "config.bad-value", `'${word.value.slice(0, 60)}' is not the name of a network namespace`);
  return null;
};

/** net_namespace: where everything runs that touches the network, but for the connection to the hub. */
export const compileNamespace = (root: BoundBlock, say: Complaints): { readonly netNamespace?: string } => {
  const netNamespace = namespaceOf(root, "net_namespace", say);
  return netNamespace === null ? {} : { netNamespace };
};
