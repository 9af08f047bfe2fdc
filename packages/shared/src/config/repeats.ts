import type { Block, SharedLine, Statement } from "./ast.ts";
import type { LineCursor } from "./expand/raw-lines.ts";
import type { Token } from "./lexer.ts";
import type { Line } from "./line.ts";

/** Of these a file may have tens of thousands, and most have one of a few insides, word for word. */
const KEYWORD = "real_server";
/** How many different insides are remembered. */
const KEPT = 4;

interface Inside {
  /** From the line behind that of '{' to the end of the line of '}'. */
  readonly text: string;
  readonly depth: number;
  readonly lineCount: number;
  readonly statements: number;
  /** The one that was read. */
  readonly block: OpenedBlock;
}

/** Where an inside begins. */
export interface InsideStart {
  readonly cursor: LineCursor;
  readonly next: number;
  readonly number: number;
  readonly specials: number;
  readonly statements: number;
  readonly said: number;
}

export interface OpenedBlock extends Block {
  items: readonly Statement[];
  close: Token | null;
  shared?: readonly SharedLine[];
}

export interface FoundInside {
  readonly block: Block;
  readonly statements: number;
}

export interface Repeats {
  /** Whether blocks of this keyword are worth it. */
  readonly watches: (keyword: Token | undefined) => boolean;
  /** The inside that begins behind `open`, when it is known: then the cursor stands behind it. */
  readonly find: (open: Token, depth: number, cursor: LineCursor) => FoundInside | null;
  /** Remembers the inside that ends with the line of `close`. */
  readonly keep: (block: OpenedBlock, start: InsideStart, statements: number, depth: number) => void;
}

/** Blocks that stand in the text again and again are read once. The text alone decides, so nothing else changes. */
export const createRepeats = (): Repeats => {
  const known: Inside[] = [];
  return {
    watches: (keyword) => keyword?.value === KEYWORD,
    find: (open, depth, cursor) => {
      for (const inside of known) {
        if (inside.depth === depth && cursor.text.startsWith(inside.text, cursor.next)) {
          cursor.next += inside.text.length;
          cursor.number += inside.lineCount;
          return { block: placed(inside, open), statements: inside.statements };
        }
      }
      return null;
    },
    keep: (block, { cursor, next, number, statements }, total, depth) => {
      // A last line without an end could be the beginning of a longer one elsewhere.
      if (cursor.text.charCodeAt(cursor.next - 1) !== LINE_FEED) return;
      const text = cursor.text.slice(next, cursor.next);
      const lineCount = cursor.number - number;
      if (known.length === KEPT) known.pop();
      known.unshift({ text, depth, lineCount, statements: total - statements, block });
    },
  };
};

const LINE_FEED = 10;

const placed = ({ block }: Inside, open: Token): Block => {
  // The lines are looked for when an inside comes again, as most of those that differ never do.
  block.shared ??= sharedLines(block);
  const { items, close, shared } = block;
  return { items, open, close, shared };
};

const sharedLines = ({ items, open, close }: Block): readonly SharedLine[] => {
  const lines = linesIn(items);
  if (close) lines.add(close.line);
  return [...lines].map((line) => ({ line, offset: line.number - open.line.number }));
};

const linesIn = (items: readonly Statement[], found = new Set<Line>()): Set<Line> => {
  for (const { words, block } of items) {
    for (const { line } of words) found.add(line);
    if (!block) continue;
    found.add(block.open.line);
    if (block.close) found.add(block.close.line);
    linesIn(block.items, found);
  }
  return found;
};
