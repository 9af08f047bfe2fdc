import { root } from "./blocks/root.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { BlockSpec } from "./keyword.ts";

/** Where each keyword would be right: "vrrp_instance" for "priority". The first block that has it wins. */
const HOMES: ReadonlyMap<string, string> = (() => {
  const found = new Map<string, string>();
  const visit = (block: BlockSpec): void => {
    for (const [name, spec] of block.keywords) {
      if (!found.has(name)) found.set(name, block.name);
      if (spec.block && !spec.block.list) visit(spec.block);
    }
  };
  visit(root);
  return found;
})();

/** What comes along when a text is copied from a page, a script or another program's file. */
const STRANGERS: readonly (readonly [RegExp, string])[] = [
  [/[\u00a0\u3000\u200b\ufeff]/, "it contains a full-width or no-break space; use an ordinary one"],
  [/[\uff01-\uff5e\u201c\u201d]/, "it contains a full-width character; write the ordinary one"],
  [/^(\/\/|\/\*|\*\/|--|;)/, "a comment begins with # or !"],
  [/^(`{3}.*|cat|EOF|EOL|sudo|tee)$/, "a line of the page or script that this was copied from? remove it"],
  [/^[\w-]+[:=]/, "a keyword and its value are separated by a space, with no sign between them"],
];

/** A way out for a word that `block` does not know; `outer`: the blocks around it, outermost first, with or without itself. */
export const suggestKeyword = (word: string, block: BlockSpec, outer: readonly BlockSpec[]): string | null => {
  const stranger = STRANGERS.find(([shape]) => shape.test(word));
  if (stranger) return stranger[1];
  const around = outer.findLast(({ keywords }) => keywords.has(word));
  if (around) return `it belongs in ${around.name}: the '}' of ${block.name} is probably missing above`;
  const near = didYouMean(word, block.keywords.keys());
  if (near) return `did you mean '${near}'?`;
  if (word.startsWith("$"))
    return "a macro is defined as $NAME=value, without a space before the sign, and must be defined before it is used";
  const home = HOMES.get(word);
  return home ? `it belongs in ${home}` : null;
};
