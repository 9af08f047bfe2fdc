import type { Block, Statement } from "./ast.ts";
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
  readonly items: readonly Statement[];
  readonly close: Token;
  /** Its lines, with how far each is from that of '{'. */
  readonly lines: readonly { readonly line: { number: number }; readonly offset: number }[];
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
  close: Token | null;
  moveHere?: () => void;
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
      const { items, close } = block;
      const text = cursor.text.slice(next, cursor.next);
      // A last line without an end could be the beginning of a longer one elsewhere.
      if (!close || !text.endsWith("\n")) return;
      const lines = [...linesOf(items)].map((line) => ({ line, offset: line.number - number }));
      if (known.length === KEPT) known.pop();
      const lineCount = cursor.number - number;
      block.moveHere = () => moveLines(lines, number);
      known.unshift({ text, depth, lineCount, statements: total - statements, items, close, lines });
    },
  };
};

const placed = ({ items, close, lineCount, lines }: Inside, open: Token): Block => {
  const { number } = open.line;
  return {
    items,
    open,
    close: { ...close, line: { ...close.line, number: number + lineCount } },
    moveHere: () => moveLines(lines, number),
  };
};

const moveLines = (lines: Inside["lines"], to: number): void => {
  for (const { line, offset } of lines) line.number = to + offset;
};

const linesOf = (items: readonly Statement[], found = new Set<Line>()): ReadonlySet<Line> => {
  for (const { words, block } of items) {
    for (const { line } of words) found.add(line);
    if (!block) continue;
    found.add(block.open.line);
    if (block.close) found.add(block.close.line);
    linesOf(block.items, found);
  }
  return found;
};
