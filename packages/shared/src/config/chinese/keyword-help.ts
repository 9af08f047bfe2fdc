import { root } from "../blocks/root.ts";
import type { BlockSpec } from "../keyword.ts";

let known: ReadonlyMap<string, string> | null = null;

const collect = (block: BlockSpec, into: Map<string, string>): Map<string, string> => {
  for (const { en, zh, block: inner } of block.keywords.values()) {
    into.set(en, zh);
    if (inner) collect(inner, into);
  }
  return into;
};

/** The Chinese help of a keyword by its English one; null for any other text. */
export const chineseHelp = (english: string): string | null => {
  known ??= collect(root, new Map());
  return known.get(english) ?? null;
};
