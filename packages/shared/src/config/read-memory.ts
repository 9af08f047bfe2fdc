import { BoundEntry } from "./bind.ts";
import type { ReadServer } from "./compile/services.ts";
import type { LineCursor } from "./expand/raw-lines.ts";
import type { Token } from "./lexer.ts";
import { moveLines } from "./move-lines.ts";

/** A virtual_server that was read with nothing to say about it, and what it means. */
interface KnownServer extends ReadServer {
  /** From the line behind that of '{' to the end of the line of '}'. */
  readonly inside: string;
  readonly lineCount: number;
  readonly statements: number;
}

/** What a reading leaves for the next one of a file that has hardly changed. For one reader at a time. */
export interface ReadMemory {
  known: ReadonlyMap<string, KnownServer>;
  /** Characters read since nothing was known. */
  characters: number;
}

export const createReadMemory = (): ReadMemory => ({ known: new Map(), characters: 0 });

/**
 * Words of the model may be parts of the text that they were read from, and keep all of it in memory. So after so many
 * characters everything is read anew.
 */
const FORGET_AFTER = 16 * 1024 * 1024;

/** The head of a top-level block, alone on its line with the '{'. */
export interface BlockHead {
  readonly words: readonly Token[];
  readonly open: Token;
}

/** The virtual servers of an earlier reading that stand in this text too, and those for the next one. */
export interface Recollection {
  /** The server that the text goes on with behind the head, of fewer statements than `most`; then the cursor stands behind its block. */
  readonly find: (head: BlockHead, cursor: LineCursor, most: number) => KnownServer | null;
  /** Remembers one whose inside began at `from` and ends before the cursor. */
  readonly keep: (head: BlockHead, from: number, cursor: LineCursor, read: Omit<KnownServer, "inside">) => void;
  /** The text was right to its end: what is not in it is forgotten. */
  readonly finish: () => void;
}

const keyOf = ({ open: { line } }: BlockHead): string => `${line.path}\n${line.text}`;

export const recollect = (memory: ReadMemory): Recollection => {
  const { known } = memory.characters > FORGET_AFTER ? createReadMemory() : memory;
  const next = new Map<string, KnownServer>();
  let characters = known === memory.known ? memory.characters : 0;
  const files = new Set<LineCursor>();
  return {
    find: (head, cursor, most) => {
      const key = keyOf(head);
      const before = known.get(key);
      if (!before || before.statements >= most || !cursor.text.startsWith(before.inside, cursor.next)) return null;
      const inside = cursor.text.slice(cursor.next, cursor.next + before.inside.length);
      cursor.next += inside.length;
      cursor.number += before.lineCount;
      const server = moveLines(before.server, head.open.line.number - before.entry.keyword.line.number);
      const { spec, keyword, value } = before.entry;
      const entry = new BoundEntry(spec, head.words[0] ?? keyword, { words: head.words, block: null }, value, null);
      const now = { ...before, inside, entry, server };
      next.set(key, now);
      return now;
    },
    keep: (head, from, cursor, read) => {
      if (!files.has(cursor)) characters += cursor.text.length;
      files.add(cursor);
      next.set(keyOf(head), { ...read, inside: cursor.text.slice(from, cursor.next) });
    },
    finish: () => {
      memory.known = next;
      memory.characters = characters;
    },
  };
};
